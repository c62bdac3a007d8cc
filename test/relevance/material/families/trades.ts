import type { FamilySource } from '../family.ts';

export const TRADES: readonly FamilySource[] = [
  {
    id: 'civil-engineer',
    sector: 'building',
    titles: 'Civil Engineer|Structural Engineer|Site Engineer|Construction Manager|Bridge Engineer',
    summaries: `
      Engineer for bridges, basements and the water that wants in.
      I calculate, draw and stand on site in the rain.
      Construction manager with a diary full of concrete deliveries.`,
    core: `
      Designed reinforced concrete frames to Eurocode for {4-18} storeys #structural #eurocode
      Supervised site work with {20-120} labourers and subcontractors #site-management
      Checked quantities and prepared tenders of {2-40} million #tendering #cost
      Modelled in Revit and coordinated clashes with services #bim #revit
      Monitored settlement of neighbouring houses during excavation #geotechnics
      Handed over on time with {0-9} open defects #site-management #quality`,
    specialties: {
      bridges: `
        Inspected {60-300} road bridges and ordered repairs #bridges
        Strengthened a railway viaduct while trains ran #bridges #rail
        Calculated fatigue of steel connections #steel #bridges`,
      water: `
        Planned sewers and rain basins for towns of {8-60} thousand #water #drainage
        Modelled floods in HEC-RAS #water #flood
        Rehabilitated {12-70} km of drinking-water mains #water`,
      roads: `
        Designed junctions and cycle paths in Civil 3D #roads #autocad
        Phased traffic during resurfacing #roads
        Tested asphalt and subgrade #roads`,
    },
    skills:
      'AutoCAD, Revit, Eurocode, Civil 3D, Site supervision, MS Project, BIM, Tendering, Health and safety',
    degrees:
      'MEng Civil Engineering|BEng Civil Engineering|MSc Structural Engineering|Dipl.-Ing. Civil Engineering',
  },
  {
    id: 'mechanical-engineer',
    sector: 'building',
    titles:
      'Mechanical Engineer|Design Engineer|Product Development Engineer|Manufacturing Engineer|CAD Engineer',
    summaries: `
      Mechanical engineer who has burnt fingers on own prototypes.
      Design for manufacture, with drawings that the workshop does not phone about.
      I develop machines from sketch to series.`,
    core: `
      Designed housings and gearboxes in SolidWorks and Creo #cad #solidworks
      Simulated stress and heat with Ansys #fea #ansys
      Took {6-30} parts from prototype to injection moulding #injection-moulding #manufacturing
      Ran failure analysis (FMEA) with suppliers #fmea #quality
      Cut assembly time by {15-45}% with fewer fasteners #manufacturing #lean
      Wrote test plans and broke things on the rig #testing #mechanical`,
    specialties: {
      hvac: `
        Sized heat pumps and ventilation for offices #hvac #energy
        Commissioned chillers and balanced networks #hvac
        Calculated energy certificates #hvac #energy`,
      aerospace: `
        Designed cabin brackets in titanium and composites #aerospace #composites
        Documented conformity for the aviation authority #aerospace #compliance
        Reduced weight by {8-25}% with topology optimisation #aerospace #fea`,
      automation: `
        Built robot cells for welding and palletising #robotics #automation
        Worked with PLC programmers on safety circuits #plc #automation
        Raised line availability to {92-98}% #automation #lean`,
    },
    skills: 'SolidWorks, Creo, Ansys, AutoCAD, GD&T, FMEA, Lean manufacturing, MATLAB, 3D printing',
    degrees:
      'BEng Mechanical Engineering|MEng Mechanical Engineering|MSc Product Design|Dipl.-Ing. Mechanical Engineering',
  },
  {
    id: 'electrician',
    sector: 'building',
    titles:
      'Electrician|Electrical Technician|Maintenance Electrician|Electrical Installer|Electrical Foreman',
    summaries: `
      Electrician with a tidy van and tidier distribution boards.
      Installations in homes, workshops and the occasional church.
      Maintenance man for machines that should have stopped years ago.`,
    core: `
      Wired {40-300} flats and offices from first fix to test certificate #wiring #installation
      Tested installations to BS 7671 and wrote reports #testing #installation
      Found faults in motor controls and repaired them the same shift #maintenance #motors
      Installed consumer units, lighting and fire alarms #installation #fire-alarm
      Read drawings and ordered material #installation
      Guided {1-6} apprentices #training`,
    specialties: {
      solar: `
        Mounted and connected {60-400} photovoltaic roofs with storage #solar #energy
        Installed wall boxes for electric cars #ev-charging #energy
        Registered plants with the grid operator #solar`,
      industry: `
        Programmed Siemens S7 controllers and drives #plc #siemens
        Maintained conveyor belts in a three-shift rota #maintenance #shift-work
        Rebuilt switchgear up to 20 kV #high-voltage`,
      smart: `
        Set up KNX building control for villas and hotels #knx #smart-home
        Pulled and measured fibre and Cat 7 cabling #cabling #networking
        Connected door entry and cameras #smart-home #security-systems`,
    },
    skills:
      'Installation testing, Fault finding, Wiring, Motor control, KNX, PLC, First aid, Driving licence, Working at height',
    degrees:
      'NVQ Level 3 Electrical Installation|City & Guilds 2391|Master Electrician|Apprenticeship Electronics Technician',
  },
  {
    id: 'mechanic',
    sector: 'building',
    titles: 'Vehicle Mechanic|Motor Technician|Workshop Foreman|Aircraft Mechanic|HGV Mechanic',
    summaries: `
      Mechanic who listens to the engine before opening the laptop.
      Cars, vans and lorries; diagnostics and honest estimates.
      Workshop foreman with a clean pit and a full diary.`,
    core: `
      Serviced and repaired {8-14} vehicles a day #vehicles #repair
      Diagnosed engine and gearbox faults with test equipment #diagnostics #vehicles
      Rebuilt brakes, clutches and suspension #repair
      Prepared vehicles for inspection #vehicles
      Ordered parts and explained bills to customers #customer-service
      Kept lifts and tools within test dates #safety`,
    specialties: {
      hybrid: `
        Worked on high-voltage systems of electric and hybrid cars #ev #high-voltage
        Replaced traction batteries #ev
        Calibrated driver-assistance cameras #ev #diagnostics`,
      aircraft: `
        Carried out line maintenance on Airbus A320 with Part-66 B1 licence #aircraft #part-66
        Inspected turbine blades by borescope #aircraft
        Signed release to service on night shifts #aircraft #night-shifts`,
      lorry: `
        Kept {30-140} lorries of a haulier on the road #lorries
        Repaired refrigeration units and tail lifts #lorries
        Drove the breakdown van #lorries #on-call`,
    },
    skills: 'Vehicle diagnostics, Brakes, Engines, Welding, Hydraulics, Driving licence C, Customer contact',
    degrees: 'NVQ Level 3 Vehicle Maintenance|Apprenticeship Motor Mechatronics|Part-66 Category B1 Licence',
  },
  {
    id: 'logistics',
    sector: 'transport',
    titles: 'Logistics Manager|Warehouse Manager|Supply Chain Planner|Freight Forwarder|Transport Planner',
    summaries: `
      Logistics manager who has driven the forklift and signed the lease.
      I plan lorries, people and the pallet that nobody can find.
      Supply chain planner with a calm Excel and a loud telephone.`,
    core: `
      Ran a warehouse of {8-60} thousand square metres with {30-220} people #warehouse #management
      Planned {40-180} lorry tours a day #transport #planning
      Raised picking accuracy to 99.{3-9}% with scanners #warehouse #quality
      Negotiated freight rates with carriers by road, sea and air #freight #negotiation
      Cleared imports through customs #customs #freight
      Levelled stock across {3-12} depots #inventory #planning`,
    specialties: {
      cold: `
        Organised the cold chain for vaccines and fresh fish #cold-chain #healthcare
        Validated temperature loggers #cold-chain #compliance
        Recalled a batch within {3-8} hours #cold-chain`,
      dangerous: `
        Acted as dangerous-goods safety adviser #dangerous-goods #compliance
        Trained drivers in ADR #dangerous-goods #training
        Stored chemicals by hazard class #dangerous-goods #warehouse`,
      parcel: `
        Opened a parcel hub for online retail with {20-90} thousand shipments a day #parcel #e-commerce
        Managed returns and refurbishing #returns #e-commerce
        Tested cargo bikes in the old town #parcel`,
    },
    skills:
      'Warehouse management, SAP WM, Route planning, Customs, Incoterms, Excel, Forklift licence, Lean, Negotiation',
    degrees:
      'BSc Logistics|BA Supply Chain Management|Commercial Apprenticeship Freight Forwarding|BSc Business Administration',
  },
  {
    id: 'chef',
    sector: 'guest',
    titles: 'Chef|Head Chef|Sous Chef|Chef de Partie|Pastry Chef',
    summaries: `
      Chef who shouts rarely and tastes always.
      Seasonal kitchens, short cards, long nights.
      I cook, calculate and train; plates leave warm.`,
    core: `
      Ran a kitchen of {4-18} cooks for {80-300} covers a night #kitchen #management
      Wrote seasonal menus with regional farmers #menus #kitchen
      Held food cost at {24-31}% #food-cost #kitchen
      Kept hygiene records and passed every inspection #haccp #kitchen
      Trained {2-9} apprentices, two of them prize winners #training #kitchen
      Prepared banquets for up to {200-900} guests #banquets #kitchen`,
    specialties: {
      pastry: `
        Baked bread and viennoiserie from {2-4} in the morning #pastry #baking
        Composed plated desserts and petits fours #pastry
        Made wedding cakes with sugar flowers #pastry`,
      vegan: `
        Opened a plant-based restaurant with {40-90} seats #vegan
        Fermented, smoked and pickled vegetables #vegan
        Taught cookery courses #vegan #training`,
      canteen: `
        Fed {600-3000} employees a day in a works canteen #canteen
        Cooked for allergies and hospital diets #canteen #diets #healthcare
        Cut food waste by {30-60}% #canteen`,
    },
    skills:
      'Menu planning, HACCP, Food costing, Pastry, Butchery, Team leadership, Purchasing, Allergen management',
    degrees:
      'Apprenticeship Cook|Diploma in Culinary Arts|NVQ Level 3 Professional Cookery|Master Chef Certificate',
  },
  {
    id: 'hotel',
    sector: 'guest',
    titles: 'Hotel Manager|Front Office Manager|Receptionist|Guest Relations Manager|Housekeeping Manager',
    summaries: `
      Hotelier who remembers the guest's dog.
      Front desk, events and the small repairs of a grand house.
      I run hotels like a stage: calm in front, quick behind.`,
    core: `
      Managed a hotel of {60-320} rooms with {25-140} staff #hotel #management
      Raised occupancy from {58-68}% to {74-88}% #revenue #hotel
      Checked in {80-300} guests a day and solved complaints at the desk #reception #hotel
      Set prices daily in Opera and channel managers #revenue #opera #hotel
      Inspected rooms and scheduled cleaners #housekeeping #hotel
      Organised weddings and meetings #events #hotel`,
    specialties: {
      spa: `
        Opened a spa with pool and treatments #spa
        Hired therapists and planned packages #spa #hiring
        Sold memberships to residents #spa #sales`,
      cruise: `
        Served as purser on river and ocean cruises #cruise
        Handled visas and embarkation of {800-3000} passengers #cruise
        Led safety drills #cruise #safety`,
    },
    skills:
      'Opera PMS, Revenue management, Guest relations, Reception, Event planning, Housekeeping, Languages',
    degrees: 'BA Hospitality Management|Apprenticeship Hotel Management|Diploma in Tourism',
  },
  {
    id: 'architect',
    sector: 'building',
    titles: 'Architect|Project Architect|Architectural Technologist|Urban Planner|Interior Architect',
    summaries: `
      Architect who likes stairs, daylight and budgets that hold.
      Housing, schools and careful conversions of what is already there.
      I draw for people who will live there longer than the fashion.`,
    core: `
      Designed {20-180} dwellings from competition to keys #architecture #housing
      Prepared planning applications and argued them before committees #planning-permission #architecture
      Detailed façades in Revit and ArchiCAD #revit #bim #architecture
      Controlled costs and defects on site #site-management #architecture
      Coordinated structure, services and fire safety #architecture #coordination
      Built models and renderings for residents' meetings #visualisation #architecture`,
    specialties: {
      heritage: `
        Restored listed barns and a Baroque chapel #heritage
        Surveyed timber and lime plaster #heritage
        Won grants for monument care #heritage #grants`,
      planning: `
        Drew master plans for {4-30} hectares of former railway land #urban-planning
        Moderated citizens' workshops #urban-planning #workshops
        Counted traffic, trees and noise #urban-planning`,
    },
    skills: 'Revit, ArchiCAD, AutoCAD, SketchUp, Building regulations, Tendering, InDesign, Model making',
    degrees: 'MArch Architecture|BArch Architecture|MSc Urban Planning|Diploma in Interior Architecture',
  },
];
