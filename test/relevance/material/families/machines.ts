import type { FamilySource } from '../family.ts';

export const MACHINES: readonly FamilySource[] = [
  {
    id: 'embedded',
    sector: 'tech',
    titles: 'Embedded Software Engineer|Firmware Engineer|Embedded C Developer|Software Engineer (Embedded)',
    summaries: `
      Firmware engineer at home between datasheet, oscilloscope and code review.
      I write software for devices that must run for years without anybody pressing reset.
      Embedded developer in C and C++ with a background in electronics.`,
    core: `
      Programmed ARM Cortex-M controllers in C under FreeRTOS and Zephyr #c #rtos #arm
      Brought up new boards: bootloader, clocks, drivers for SPI, I2C and UART #drivers #c #hardware
      Shrunk the image to fit {64-256} kB of flash including secure update #c #firmware
      Built Yocto images and kernel drivers for gateways on embedded Linux #embedded-linux #yocto
      Introduced MISRA C checks and unit tests on target #misra #testing #c
      Hunted a timing fault with logic analyser and trace that stopped {2-9} thousand meters #debugging #hardware`,
    specialties: {
      automotive: `
        Developed brake control software to ISO 26262 ASIL D #iso-26262 #automotive #c
        Configured AUTOSAR stacks and CAN FD diagnostics #autosar #can-bus #automotive
        Ran hardware-in-the-loop benches for engine controllers #automotive #testing`,
      medical: `
        Wrote C++ for infusion pumps in line with IEC 62304 #c++ #iec-62304 #healthcare
        Documented hazards and mitigations for the notified body #compliance #healthcare
        Halved the standby current of a wearable sensor #low-power #healthcare`,
      radio: `
        Designed LPWAN sensor nodes that live {6-10} years on one battery #low-power #iot
        Implemented Bluetooth Low Energy profiles and mesh provisioning #bluetooth #iot
        Certified radio modules for the European and American markets #radio #compliance`,
    },
    skills: 'C, C++, FreeRTOS, Zephyr, Embedded Linux, Python, Git, CAN, I2C, SPI, CMake, JTAG',
    degrees:
      'BEng Electronic Engineering|MSc Embedded Systems|BSc Electrical Engineering|Dipl.-Ing. Electrical Engineering',
  },
  {
    id: 'gamedev',
    sector: 'tech',
    titles: 'Game Developer|Gameplay Programmer|Unity Developer|Engine Programmer|Unreal Developer',
    summaries: `
      Gameplay programmer who prototypes fast and polishes long. Shipped titles on console, PC and phone.
      I make things move, collide and feel right at sixty frames a second.
      Programmer between design and technology in small and large studios.`,
    core: `
      Programmed combat, camera and inventory for a co-op adventure in Unreal Engine #unreal #c++ #gamedev
      Built level tools in Unity with C# for {6-20} designers #unity #c# #gamedev
      Profiled frame time and brought a racing title from {38-48} to 60 frames per second on console #performance #gamedev
      Implemented behaviour trees for crowds and enemies #gamedev #ai
      Passed console certification with {1-3} submissions #gamedev #release
      Wrote save-game migration and cloud sync #gamedev`,
    specialties: {
      rendering: `
        Wrote HLSL shaders for water, hair and volumetric fog #shaders #graphics
        Moved the renderer to Vulkan with a frame graph #vulkan #graphics #c++
        Baked light maps on a farm overnight #graphics`,
      multiplayer: `
        Built rollback netcode for a fighting game #networking #multiplayer
        Operated dedicated match servers for {20-90} thousand players #multiplayer
        Designed ranked matchmaking and anti-cheat reports #multiplayer #security`,
      mobile: `
        Tuned a puzzle game's economy and live events for {1-6} million players #mobile #live-ops
        Integrated rewarded ads and in-app purchases #mobile #payments
        Reduced download size to under {90-150} MB #mobile #performance`,
    },
    skills: 'C++, C#, Unity, Unreal Engine, HLSL, Perforce, Blender, Python, Git, Lua',
    degrees: 'BSc Games Programming|BSc Computer Science|BA Game Design|MSc Computer Graphics',
  },
  {
    id: 'qa',
    sector: 'tech',
    titles: 'QA Engineer|Test Automation Engineer|Software Tester|Quality Analyst|SDET',
    summaries: `
      Tester with a developer's tools and a customer's patience. I look for the question nobody asked.
      I automate the dull checks so that people have time to explore.
      Quality engineer for web, mobile and the interfaces between.`,
    core: `
      Built a Selenium and later Playwright framework with {400-1800} checks that runs in {9-25} minutes #selenium #playwright #test-automation
      Wrote API tests with REST Assured and Postman for {20-60} services #api-testing #test-automation
      Planned and reported test cycles for quarterly releases #test-management
      Introduced risk-based exploratory sessions; escaped defects fell by {30-60}% #exploratory-testing
      Put performance tests in JMeter and k6 into the pipeline #performance #jmeter #ci
      Trained business users in acceptance tests written in Gherkin #cucumber #bdd #training`,
    specialties: {
      mobile: `
        Automated phone apps with Appium over {12-40} device models #appium #mobile
        Ran beta programmes with {200-900} volunteers #mobile
        Checked store builds for battery and data use #mobile #performance`,
      regulated: `
        Validated laboratory software under GxP and 21 CFR Part 11 #gxp #compliance #healthcare
        Wrote traceability matrices from requirement to evidence #compliance #test-management
        Supported two inspections without a major finding #compliance`,
      games: `
        Tested multiplayer sessions on three console generations #gamedev
        Reproduced rare desynchronisation bugs with recorded inputs #gamedev
        Maintained the localisation checks for {8-15} languages #localisation`,
    },
    skills: 'Selenium, Playwright, Cypress, Java, Python, JMeter, Postman, Jira, TestRail, SQL, Cucumber',
    degrees:
      'BSc Information Systems|BSc Computer Science|ISTQB Advanced Level after BA Linguistics|BEng Software Engineering',
  },
];
