import type { FamilySource } from '../family.ts';

export const INTERFACES: readonly FamilySource[] = [
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
];
