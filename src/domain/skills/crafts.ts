/** In the notation of {@link SOFTWARE_SKILLS}. */
export const ENGINEERING_SKILLS = `
AutoCAD: auto cad
SolidWorks: solid works
CATIA: catia v5
~Inventor: autodesk inventor
Siemens NX: nx cad, unigraphics
~Creo: ptc creo, pro/engineer
Revit: autodesk revit
Civil 3D: autodesk civil 3d
ArchiCAD: graphisoft archicad
SketchUp: sketch up
~Rhino: rhinoceros 3d
~Grasshopper
BIM: building information modeling, building information modelling
CAD: cad design, !CAO
!CAM
FEM: fea, finite element analysis, finite element method
CFD: computational fluid dynamics
ANSYS
Abaqus
COMSOL: comsol multiphysics
EPLAN
Altium Designer: altium
KiCad
PCB Design: leiterplattendesign
Eurocode: eurocodes
Structural Analysis: ~statik, structural engineering
Structural Design
~Surveying: ~vermessung
Geotechnics: geotechnical engineering
~Hydraulics: ~hydraulik
~Pneumatics: ~pneumatik
Thermodynamics: thermodynamik
Mechanical Design: ~konstruktion
~Mechatronics: mechatronik
Electrical Engineering: elektrotechnik
Power Electronics: leistungselektronik
Control Systems: regelungstechnik, control engineering
~Robotics: ~robotik
HVAC: heating ventilation and air conditioning, klimatechnik
Energy Efficiency: energieeffizienz
Photovoltaics: photovoltaik, solar pv
GD&T
FMEA
APQP
PPAP
!SPC: statistical process control
Root Cause Analysis: ~8d
3D Printing: 3d-druck, additive manufacturing, impression 3d
Injection Molding: injection moulding, spritzguss
Technical Drawing: technisches zeichnen, technical drawings
Construction Management: bauleitung, site management
Cost Estimation: kostenschatzung, quantity surveying
!AVA: ausschreibung
HOAI
VOB
Environmental Engineering
Water Treatment
Process Engineering: verfahrenstechnik
Chemical Engineering
GMP: good manufacturing practice
GLP
HPLC
PCR: qpcr
Cell Culture: zellkultur
ELISA
Flow Cytometry
Mass Spectrometry
Chromatography
`;

export const HEALTH_SKILLS = `
Patient Care: patientenversorgung, patientenbetreuung, soins aux patients, atencion al paciente, nursing care
Wound Care: wundversorgung, wundmanagement, soins de plaies, cuidado de heridas
Medication Administration: medikamentengabe, administration of medication, administracion de medicamentos
Intensive Care: intensivpflege, icu, soins intensifs, cuidados intensivos, critical care
Emergency Medicine: notfallmedizin, emergency care, ~urgences
First Aid: erste hilfe, premiers secours, primeros auxilios
!CPR
!BLS: basic life support
ACLS: advanced cardiac life support
!ALS: advanced life support
~Triage
Phlebotomy: blutabnahme, venipuncture
Vital Signs: vitalzeichen
Infection Control: hygiene management, infection prevention
Geriatric Care: altenpflege, elderly care, geriatrics
Palliative Care: palliativpflege, soins palliatifs, cuidados paliativos
Pediatrics: paediatrics, padiatrie, pediatrie, pediatria
Dementia Care: demenzbetreuung
Mental Health: psychische gesundheit
~Dialysis: ~dialyse
~Anesthesia: anaesthesia, anasthesie
~Surgery: ~chirurgie
~Radiology: ~radiologie
~Ultrasound: ~ultraschall, echographie
Physiotherapy: physiotherapie, physical therapy, fisioterapia
Occupational Therapy: ergotherapie
Speech Therapy: logopadie
~Nutrition: ~ernahrung
Care Planning: pflegeplanung, care plans
Patient Education
Case Management
Electronic Health Records: ehr, emr, electronic medical records
~Epic: epic ehr
Clinical Trials: clinical research, klinische studien
GCP (Good Clinical Practice): good clinical practice, ich-gcp
~Pharmacology: pharmakologie
Medical Coding: icd-10
`;

export const TRADE_SKILLS = `
~Welding: schweissen, schweißen, ~soudage, ~soldadura
MIG Welding: !MIG
MAG Welding: !MAG, mig/mag
TIG Welding: !TIG, wig-schweissen
~Plumbing: sanitarinstallation, ~plomberie, fontaneria
~Carpentry: ~zimmerei, ~menuiserie, ~carpinteria
~Masonry: bricklaying, maconnerie
~Painting: ~peinture, malerarbeiten
~Roofing
~Tiling: fliesenlegen
Drywall: trockenbau
Electrical Installation: elektroinstallation, electrical wiring, installation electrique
CNC: cnc machining, cnc-frasen, cnc milling, cnc turning, cnc-programmierung
~Milling: ~frasen
~Turning: ~drehen
~Soldering: ~loten
~Forklift: forklift licence, forklift driving, staplerschein, ~gabelstapler, ~cariste, caces, carretilla elevadora
Truck Driving: hgv, class ce
Crane Operation
Vehicle Diagnostics: fahrzeugdiagnose
Vehicle Repair: kfz-reparatur
Preventive Maintenance: ~wartung, ~instandhaltung, maintenance preventive, mantenimiento preventivo
Occupational Safety: arbeitssicherheit, health and safety, workplace safety, prevencion de riesgos laborales
HACCP
Food Safety: lebensmittelhygiene, food hygiene
~Cooking: ~kochen
~Baking
~Pastry: ~patisserie
Menu Planning: menu design
~Barista: latte art
~Bartending
Wine Service: wine knowledge
Table Service
~Housekeeping
~Gardening: gartenbau
~Landscaping
~Hairdressing
~Tailoring
`;
