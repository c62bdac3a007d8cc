import type { FamilySource } from '../family.ts';

export const SOFTWARE: readonly FamilySource[] = [
  {
    id: 'backend-ts',
    sector: 'tech',
    titles: 'Backend Engineer|Node.js Developer|Software Engineer|TypeScript Developer|Server-side Developer',
    summaries: `
      Server-side developer who likes small services, strict types and honest error messages. Happiest where the code meets the customer.
      I build APIs that other teams enjoy calling. Most of my recent years went into TypeScript on Node.js and the databases behind it.
      Pragmatic engineer with a taste for simple designs, good tests and quiet on-call weeks.`,
    core: `
      Designed and ran REST and GraphQL APIs in TypeScript on Node.js, serving {2-40} million calls a day #typescript #node.js #graphql #rest
      Split an ageing Express monolith into {4-9} Fastify services with contract tests between them #node.js #microservices #testing
      Moved {60-300} thousand lines from plain JavaScript to strict TypeScript without stopping feature work #typescript #javascript
      Tuned PostgreSQL queries and indexes; the slowest report went from {3-9} minutes to {2-20} seconds #postgresql #sql
      Introduced NestJS modules and dependency injection so that {3-6} squads could share one code base #nestjs #typescript #node.js
      Wrote the integration suite with Vitest and Testcontainers that runs on every pull request #testing #typescript #ci`,
    specialties: {
      payments: `
        Rebuilt checkout and card settlement for an online shop; failed payments fell by {20-45}% #payments #e-commerce
        Integrated Stripe and Adyen including refunds, disputes and strong customer authentication #payments #stripe
        Wrote the double-entry ledger that reconciles {1-9} million transactions a month #payments #fintech`,
      messaging: `
        Put Kafka between order intake and fulfilment; peaks no longer take the shop down #kafka #messaging #e-commerce
        Built event-driven stock updates on message brokers with outbox and idempotent consumers #messaging #microservices
        Operated RabbitMQ queues for {5-30} thousand background jobs an hour #rabbitmq #messaging`,
      realtime: `
        Built the live auction server on WebSockets with Redis fan-out for {10-80} thousand open connections #websockets #redis
        Added collaborative editing to a planning tool with conflict-free replicated data types #crdt #websockets
        Kept p99 latency of the chat gateway under {40-90} ms by profiling the event loop #node.js #performance`,
    },
    skills:
      'TypeScript, Node.js, PostgreSQL, Redis, Docker, NestJS, Fastify, GraphQL, Jest, AWS, MongoDB, Prisma',
    degrees: 'BSc Computer Science|MSc Software Engineering|BEng Computing|Diploma in Web Development',
  },
  {
    id: 'backend-java',
    sector: 'tech',
    titles:
      'Java Developer|Java Backend Engineer|Software Engineer|Spring Boot Developer|Application Developer',
    summaries: `
      Developer on the JVM with a long habit of reading stack traces to the end. Insurance and banking taught me to value dull, correct code.
      I design and maintain business systems in Java and Kotlin, from the first workshop with the department to the release night.
      Engineer for large transactional systems; keen on clean domain models and automated builds.`,
    core: `
      Developed policy and claims services with Java 17, Spring Boot and Hibernate #java #spring #hibernate
      Migrated {12-60} WebSphere applications to Spring Boot in containers #java #spring #docker #migration
      Modelled the tariff domain together with actuaries using domain-driven design #ddd #java
      Upgraded the Maven build to Gradle and cut the pipeline from {40-90} to {8-19} minutes #gradle #maven #ci
      Wrote JUnit and Mockito tests until the release no longer needed a freeze week #junit #testing #java
      Replaced nightly batch jobs by Spring Batch partitions that finish before the branches open #spring #batch #java`,
    specialties: {
      banking: `
        Built the SEPA and instant-payment interface of a retail bank, {200-900} thousand bookings a day #payments #banking #java
        Implemented fraud checks on card transactions with rules that the business can edit #payments #fraud #banking
        Carried the core-banking release through the audit of the regulator #banking #compliance`,
      streaming: `
        Streamed market prices through Kafka and Kafka Streams with exactly-once semantics #kafka #messaging #java
        Wrote Kotlin microservices that talk over gRPC and asynchronous events #kotlin #microservices #messaging
        Introduced change data capture from Oracle with Debezium #kafka #oracle #cdc`,
      shop: `
        Extended the SAP Commerce (Hybris) shop of a furniture chain with click and collect #hybris #e-commerce #java
        Programmed the product search on Elasticsearch for {1-4} million articles #elasticsearch #search #e-commerce
        Prepared the web shop for Black Friday with load tests in Gatling #performance #e-commerce`,
    },
    skills:
      'Java, Spring Boot, Hibernate, Kotlin, Maven, Oracle, PostgreSQL, Kafka, JUnit, OpenShift, Jenkins, REST',
    degrees: 'BSc Computer Science|MSc Informatics|BSc Business Informatics|BEng Software Engineering',
  },
  {
    id: 'python-web',
    sector: 'tech',
    titles:
      'Python Developer|Django Developer|Full-stack Python Engineer|Software Engineer|Web Developer (Python)',
    summaries: `
      Python developer for web products, from the database model to the admin screen that the support team really uses.
      Eight parts Django, two parts whatever the problem needs. I like short feedback loops and readable migrations.
      I write web back ends in Python and enjoy explaining them to newcomers.`,
    core: `
      Built the booking platform of a theatre group with Django and Django REST framework #python #django #rest
      Ported {30-90} endpoints from Flask to FastAPI with typed schemas #python #fastapi #flask
      Moved slow e-mails and PDF exports into Celery workers #celery #python #messaging
      Wrote pytest fixtures that create a full tenant in {1-4} seconds #pytest #testing #python
      Upgraded the code base from Python 2.7 to 3.11 over {5-9} releases #python #migration
      Designed the multi-tenant schema in PostgreSQL with row-level security #postgresql #sql`,
    specialties: {
      publishing: `
        Extended Wagtail for a newsroom with {40-150} editors and scheduled front pages #wagtail #cms #django
        Built the paywall and subscription renewal for a regional newspaper #subscriptions #payments
        Tuned full-text search over {1-5} million articles #search #postgresql`,
      scraping: `
        Ran Scrapy crawlers that compare prices of {200-800} thousand products every night #scraping #python
        Cleaned supplier feeds with pandas before they reach the catalogue #pandas #e-commerce
        Handled captchas and rate limits politely, with back-off and caching #scraping`,
      health: `
        Developed the appointment portal of {12-70} medical practices, including HL7 FHIR export #fhir #healthcare #python
        Passed the medical-device software audit under IEC 62304 #iec-62304 #healthcare
        Encrypted patient files at rest and built the access log #security #healthcare`,
    },
    skills:
      'Python, Django, FastAPI, Flask, Celery, PostgreSQL, pytest, Docker, HTMX, JavaScript, Redis, Linux',
    degrees: 'BSc Computer Science|BA Digital Media|MSc Information Systems|BSc Mathematics',
  },
  {
    id: 'go-infra',
    sector: 'tech',
    titles:
      'Go Developer|Platform Engineer (Go)|Infrastructure Software Engineer|Distributed Systems Engineer|Golang Engineer',
    summaries: `
      I write infrastructure software in Go: proxies, controllers, schedulers. Careful with goroutines and with promises.
      Systems programmer who enjoys consensus papers and boring production weeks in equal measure.
      Engineer for the layer between the cloud and the application teams.`,
    core: `
      Wrote Kubernetes operators in Go that manage {80-400} database instances #go #kubernetes #operators
      Built an internal load balancer handling {200-900} thousand requests a second #go #networking #performance
      Implemented leader election and Raft-based replication for the metadata store #go #raft #distributed-systems
      Maintained the gRPC gateway that every internal service speaks through #go #grpc
      Found and fixed goroutine leaks with pprof and race-detector runs in the pipeline #go #performance
      Contributed patches to etcd and containerd upstream #go #open-source #containers`,
    specialties: {
      storage: `
        Designed an object store with erasure coding over {6-40} racks #storage #distributed-systems
        Cut compaction stalls of the log-structured engine by {30-70}% #storage #performance
        Wrote the backup verifier that restores a random volume every hour #backup #storage`,
      edge: `
        Operated a content delivery network with {30-90} points of presence #cdn #networking
        Added eBPF packet filters against floods of malicious traffic #ebpf #security #networking
        Rolled out HTTP/3 and QUIC to all edge nodes #networking`,
      developer: `
        Shipped the command-line tool that {300-2000} engineers deploy with #cli #go #developer-experience
        Made remote build caching work for a Bazel repository #bazel #ci
        Published Terraform providers for in-house services #terraform #go`,
    },
    skills: 'Go, Kubernetes, gRPC, Linux, Terraform, Prometheus, etcd, Docker, Rust, PostgreSQL, NATS',
    degrees: 'MSc Distributed Systems|BSc Computer Science|BEng Computer Engineering|MSc Computer Science',
  },
  {
    id: 'frontend-react',
    sector: 'tech',
    titles: 'Frontend Developer|React Developer|UI Engineer|Front-end Engineer|Web Developer',
    summaries: `
      Frontend developer who cares for fast first paint, keyboards and screen readers. React most days, plain CSS when it is enough.
      I turn designs into interfaces that survive real content. Component libraries are my favourite team sport.
      Browser person: layout, state, performance, accessibility.`,
    core: `
      Built the customer portal in React and TypeScript with server-side rendering on Next.js #react #typescript #next.js
      Grew the component library to {40-120} documented Storybook components #react #design-system #storybook
      Raised the Lighthouse score of the landing pages from {30-55} to {88-98} #performance #web
      Replaced Redux boilerplate by React Query and local state #react #redux
      Covered critical journeys with Playwright and Testing Library #testing #playwright #react
      Held weekly design reviews with the UX team and shaped the tokens in Figma #figma #design-system`,
    specialties: {
      accessibility: `
        Brought the ticket shop to WCAG 2.2 AA, tested with blind users #accessibility #wcag
        Trained {20-60} colleagues in semantic HTML and focus management #accessibility #training
        Automated accessibility checks with axe in every build #accessibility #ci`,
      visualisation: `
        Drew interactive energy dashboards with D3 and WebGL, {10-90} thousand points at 60 frames #d3 #webgl #visualisation
        Programmed a map of live vehicle positions with MapLibre #maps #visualisation
        Built a drag-and-drop report editor #visualisation #react`,
      shop: `
        Launched a headless storefront on Shopify Hydrogen in {3-6} months #e-commerce #shopify #react
        Ran A/B tests on the basket page; conversion rose by {4-14}% #e-commerce #ab-testing
        Localised the shop into {6-14} languages including right-to-left scripts #localisation #e-commerce`,
    },
    skills:
      'React, TypeScript, JavaScript, Next.js, CSS, Tailwind, Redux, Jest, Storybook, GraphQL, Vite, Figma',
    degrees: 'BSc Web Technologies|BA Interaction Design|BSc Computer Science|Web Development Bootcamp',
  },
  {
    id: 'frontend-angular-vue',
    sector: 'tech',
    titles: 'Frontend Developer|Angular Developer|Vue.js Developer|Web Application Developer|UI Developer',
    summaries: `
      Frontend developer for large forms, long tables and the people who work in them all day. Angular and Vue.
      I modernise business applications in the browser step by step, without a rewrite that never ends.
      Web developer with a focus on maintainable single-page applications.`,
    core: `
      Built the dispatch console of a utility in Angular with RxJS streams #angular #rxjs #typescript
      Migrated AngularJS 1.x screens to Angular 17 route by route #angular #migration
      Developed the tender platform with Vue 3, Pinia and Vite #vue #typescript
      Wrote reusable form controls with validation in {4-9} languages #forms #localisation
      Set up Nx workspaces with shared libraries for {3-8} teams #nx #angular
      Replaced Protractor by Cypress and halved the flaky runs #cypress #testing`,
    specialties: {
      insurance: `
        Programmed the quotation wizard for motor insurance used by {800-4000} agents #insurance #angular
        Connected the front end to document generation and e-signature #forms #insurance
        Cut data entry per claim from {11-19} to {4-7} minutes #insurance #usability`,
      public: `
        Delivered online services of a city council, from dog tax to parking permits #public-sector #vue
        Made all forms accessible according to EN 301 549 #accessibility #public-sector
        Introduced a style guide in line with the national design system #design-system #public-sector`,
      offline: `
        Turned the field-service app into a progressive web app that works in tunnels #pwa #offline
        Synchronised inspection photos in the background with IndexedDB #pwa #offline
        Tested on rugged tablets with gloves and poor light #usability`,
    },
    skills: 'Angular, Vue.js, TypeScript, RxJS, NgRx, JavaScript, SCSS, Cypress, Nuxt, HTML, Jest',
    degrees:
      'BSc Media Informatics|BSc Computer Science|Vocational Diploma in Application Development|BA Multimedia',
  },
  {
    id: 'ios',
    sector: 'tech',
    titles: 'iOS Developer|iOS Engineer|Mobile Engineer (iOS)|Swift Developer|App Developer',
    summaries: `
      iOS engineer since the days of manual retain counts; today Swift, SwiftUI and structured concurrency.
      I build iPhone apps that feel native, start fast and respect the battery.
      App developer with an eye for motion, type and crash-free sessions.`,
    core: `
      Rewrote the banking app from Objective-C to Swift in {12-24} months, module by module #swift #objective-c #ios
      Built new screens in SwiftUI beside UIKit with a shared design system #swiftui #swift #ios
      Brought crash-free sessions to 99.{7-9}% with symbolicated reports and fixes each week #ios #quality
      Automated builds and TestFlight releases with Fastlane #fastlane #ci #ios
      Stored offline data with Core Data and later SwiftData #core-data #swift
      Wrote snapshot and XCUITest suites for the sign-up flow #testing #ios`,
    specialties: {
      health: `
        Read heart-rate and sleep data through HealthKit for a wellness product #healthkit #healthcare #ios
        Built the watchOS companion with complications #watchos #swift
        Connected insulin pumps over Bluetooth Low Energy #bluetooth #healthcare`,
      media: `
        Developed the video player with AVFoundation, AirPlay and offline downloads #avfoundation #video
        Added live captions and audio descriptions #accessibility #video
        Reduced start-up time of the stream to {300-800} ms #performance #video`,
      retail: `
        Introduced Apple Pay and the loyalty wallet for a supermarket #payments #e-commerce #ios
        Built barcode scanning and self-checkout with Vision #computer-vision #retail
        Placed furniture in the living room with ARKit #arkit #e-commerce`,
    },
    skills: 'Swift, SwiftUI, UIKit, Objective-C, Xcode, Combine, Core Data, Fastlane, XCTest, REST, Git',
    degrees:
      'BSc Computer Science|BSc Mobile Computing|MSc Human-Computer Interaction|BEng Software Engineering',
  },
  {
    id: 'android',
    sector: 'tech',
    titles: 'Android Developer|Android Engineer|Mobile Engineer (Android)|Kotlin Developer|App Developer',
    summaries: `
      Android engineer who tests on the cheap phones that customers really own.
      Kotlin, coroutines and Compose; earlier a lot of Java and XML layouts. I publish, measure and repair.
      App developer for phones, tablets and the odd car dashboard.`,
    core: `
      Moved the ride-hailing app to Kotlin and Jetpack Compose #kotlin #jetpack-compose #android
      Split a single module into {20-60} Gradle modules; clean build down to {2-6} minutes #gradle #android
      Replaced RxJava chains by coroutines and Flow #kotlin #android
      Cut the app size by {25-55}% with app bundles and resource shrinking #performance #android
      Ran staged rollouts in the Play Console and watched vitals daily #android #release
      Wrote Espresso and Robolectric tests for login and booking #testing #android`,
    specialties: {
      automotive: `
        Ported navigation to Android Automotive for two car makers #automotive #android
        Worked with the CAN gateway team on vehicle signals #can-bus #automotive
        Passed the driver-distraction review #automotive #compliance`,
      fintech: `
        Implemented tap-to-pay with host card emulation #payments #nfc #fintech
        Secured keys in the hardware keystore and added biometric sign-in #security #fintech
        Built the onboarding with identity-document scanning #fintech #computer-vision`,
      devices: `
        Developed kiosk firmware and device management for {4-30} thousand handhelds #kiosk #android #devices
        Supported warehouse scanners by three vendors through one abstraction #warehouse #devices
        Debugged Bluetooth printers in the field #bluetooth #devices`,
    },
    skills:
      'Kotlin, Java, Android SDK, Jetpack Compose, Coroutines, Dagger, Room, Gradle, Firebase, Espresso',
    degrees: 'BSc Computer Science|BTech Information Technology|MSc Mobile Systems|BEng Electronics',
  },
  {
    id: 'mobile-cross',
    sector: 'tech',
    titles: 'React Native Developer|Flutter Developer|Mobile Developer|Cross-platform App Developer',
    summaries: `
      One code base, two stores: I build apps for both phone systems and know when to drop to native code.
      Mobile developer for start-ups that need a product in months.
      I deliver cross-platform apps and the release process around them.`,
    core: `
      Released {3-9} apps to both stores with shared code and native bridges #mobile #ios #android
      Set up over-the-air updates and feature flags for weekly releases #mobile #release
      Wrote native modules in Swift and Kotlin for camera and background location #swift #kotlin #mobile
      Lifted the store rating from {2-3}.{1-9} to 4.{4-8} by fixing the top ten complaints #mobile #quality
      Automated end-to-end runs with Detox or Maestro on a device farm #testing #mobile
      Integrated push notifications, deep links and analytics #mobile #analytics`,
    specialties: {
      'react-native': `
        Built a food-delivery app in React Native with Expo and TypeScript #react-native #typescript #e-commerce
        Upgraded React Native through {6-12} versions to the new architecture #react-native #migration
        Shared hooks and state between web and mobile in one monorepo #react-native #react`,
      flutter: `
        Developed the tenant app of a housing association in Flutter #flutter #dart
        Structured state with Bloc and wrote golden tests #flutter #testing
        Moved from Xamarin to Flutter in {7-11} months #flutter #xamarin #migration`,
    },
    skills: 'TypeScript, JavaScript, Dart, Firebase, Swift, Kotlin, Git, Fastlane, REST, GraphQL',
    degrees: 'BSc Computer Science|BSc Multimedia Technology|BA Digital Media|BTech Information Technology',
  },
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
