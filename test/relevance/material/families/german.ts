import type { FamilySource } from '../family.ts';

export const GERMAN: readonly FamilySource[] = [
  {
    id: 'nurse',
    sector: 'health',
    language: 'de',
    titles: 'Gesundheits- und Krankenpflegerin|Pflegefachkraft|Stationsleitung Pflege',
    summaries: `
      Examinierte Pflegekraft mit ruhiger Hand und offenem Ohr für Angehörige.
      Ich pflege gern im Team und leite neue Kolleginnen an.`,
    core: `
      Betreuung von {6-14} Patientinnen und Patienten je Schicht von der Aufnahme bis zur Entlassung #nursing #patient-care
      Vorbereitung und Überwachung von Infusionen und Medikamenten #medication #nursing
      Digitale Pflegedokumentation und Übergabe am Bett #charting #nursing
      Anleitung von {2-8} Auszubildenden im Jahr #training #nursing
      Versorgung chronischer Wunden nach Expertenstandard #wound-care #nursing
      Mitarbeit im Qualitätszirkel Sturzprophylaxe #quality #nursing
      Organisation des Dienstplans für {14-30} Pflegekräfte #management #nursing`,
    specialties: {
      icu: `
        Pflege beatmeter Menschen auf einer Intensivstation mit {10-22} Betten #icu #nursing
        Dauernachtwache auf der Überwachungsstation #night-shifts #icu`,
      care: `
        Ambulante Pflege mit {9-16} Hausbesuchen am Tag #home-care
        Begleitung Sterbender im Hospiz #palliative`,
    },
    skills: 'Grundpflege, Wundmanagement, Praxisanleitung, Medikamentengabe, Reanimation, Dokumentation',
    degrees: 'Examen Gesundheits- und Krankenpflege|Bachelor Pflegewissenschaft',
  },
  {
    id: 'accountant',
    sector: 'finance',
    language: 'de',
    titles: 'Bilanzbuchhalter|Finanzbuchhalterin|Steuerfachangestellte|Kreditorenbuchhalter',
    summaries: `
      Bilanzbuchhalter mit Freude an sauberen Konten und pünktlichen Abschlüssen.
      Buchhaltung für mittelständische Betriebe, von der Rechnung bis zur Bilanz.`,
    core: `
      Erstellung von Monats- und Jahresabschlüssen nach HGB für {3-9} Gesellschaften #accounting #closing
      Prüfung und Buchung von {500-3000} Eingangsrechnungen im Monat #accounts-payable #accounting
      Umsatzsteuervoranmeldungen und Schriftverkehr mit dem Finanzamt #vat #tax #accounting
      Abstimmung von Bank, Kasse und Verrechnungskonten #reconciliation #accounting
      Mahnwesen; Außenstände um {15-40} Prozent gesenkt #accounts-receivable #accounting
      Begleitung der Wirtschaftsprüfer #audit #accounting
      Einführung des digitalen Belegflusses #accounting`,
    specialties: {
      payroll: `
        Lohn- und Gehaltsabrechnung für {80-600} Beschäftigte #payroll
        Meldungen an Krankenkassen und Berufsgenossenschaft #payroll`,
      tax: `
        Vorbereitung von Körperschaft- und Gewerbesteuererklärungen #tax
        Betreuung von Betriebsprüfungen #tax #audit`,
    },
    skills: 'DATEV, Excel, HGB, Umsatzsteuer, Anlagenbuchhaltung, Lohnabrechnung, Mahnwesen',
    degrees: 'Geprüfter Bilanzbuchhalter (IHK)|Ausbildung Steuerfachangestellte|Bachelor Betriebswirtschaft',
  },
  {
    id: 'mechanical-engineer',
    sector: 'building',
    language: 'de',
    titles: 'Konstrukteur|Entwicklungsingenieur Maschinenbau|Maschinenbauingenieurin',
    summaries: `
      Konstrukteur, der seine Zeichnungen selbst in der Werkstatt erklärt.
      Maschinenbauingenieurin mit Erfahrung von der Skizze bis zur Serie.`,
    core: `
      Konstruktion von Baugruppen in SolidWorks und Siemens NX #cad #solidworks
      Festigkeitsberechnung mit Ansys #fea #ansys
      Überführung von {6-30} Bauteilen in den Spritzguss #injection-moulding #manufacturing
      Moderation von FMEA mit Lieferanten #fmea #quality
      Verkürzung der Montagezeit um {15-40} Prozent #manufacturing #lean
      Versuche am Prüfstand geplant und ausgewertet #testing #mechanical
      Erstellung von Stücklisten und Toleranzrechnungen #cad`,
    specialties: {
      automation: `
        Auslegung von Roboterzellen zum Schweißen #robotics #automation
        Abstimmung der Sicherheitskreise mit der SPS-Programmierung #plc #automation`,
      hvac: `
        Auslegung von Wärmepumpen und Lüftungsanlagen #hvac #energy
        Inbetriebnahme von Kälteanlagen #hvac`,
    },
    skills: 'SolidWorks, Siemens NX, Ansys, FMEA, Toleranzen, Lean, MATLAB',
    degrees: 'Dipl.-Ing. Maschinenbau|Master Maschinenbau|Bachelor Produktentwicklung',
  },
  {
    id: 'electrician',
    sector: 'building',
    language: 'de',
    titles: 'Elektriker|Elektroniker für Betriebstechnik|Elektromeister',
    summaries: `
      Elektriker mit Sinn für ordentliche Verteiler und zufriedene Kunden.
      Betriebselektriker für Anlagen, die nie stillstehen dürfen.`,
    core: `
      Installation von {40-200} Wohnungen vom Schlitz bis zum Prüfprotokoll #wiring #installation
      Prüfung elektrischer Anlagen nach DIN VDE 0100 #testing #installation
      Fehlersuche an Antrieben und Schützsteuerungen #maintenance #motors
      Montage von Brandmeldeanlagen und Beleuchtung #installation #fire-alarm
      Wartung von Förderbändern im Dreischichtbetrieb #maintenance #shift-work
      Ausbildung von {1-5} Lehrlingen #training
      Materialbestellung und Aufmaß auf der Baustelle #installation`,
    specialties: {
      solar: `
        Montage und Anschluss von {50-300} Photovoltaikanlagen mit Speicher #solar #energy
        Anschluss von Ladesäulen #ev-charging #energy`,
      industry: `
        Programmierung von Siemens S7 #plc #siemens
        Schaltberechtigung bis 20 kV #high-voltage`,
    },
    skills: 'VDE-Prüfung, Schaltschrankbau, SPS, KNX, Fehlersuche, Führerschein B',
    degrees: 'Gesellenbrief Elektroniker|Meisterbrief Elektrotechnik',
  },
  {
    id: 'sap',
    sector: 'tech',
    language: 'de',
    titles: 'SAP-Berater|SAP Inhouse Consultant FI/CO|ERP-Projektleiterin',
    summaries: `
      SAP-Berater zwischen Fachbereich und IT; erst der Prozess, dann das Customizing.
      Ich begleite ERP-Einführungen von der Analyse bis zur Nachbetreuung.`,
    core: `
      Leitung des Teilprojekts Finanzen bei der Umstellung auf S/4HANA #sap #s4hana #finance
      Customizing von FI/CO: Kostenstellen, Abschluss, Anlagen #sap #fi-co
      Workshops mit {10-30} Schlüsselanwendern #sap #workshops
      Betreuung der Produktivsetzung über {2-4} Monatsabschlüsse #sap #go-live
      Spezifikation und Test von ABAP-Erweiterungen #abap #sap
      Übernahme der Stammdaten von {40-200} Tausend Materialien #sap #migration
      Schulung der Sachbearbeitung #training #sap`,
    specialties: {
      logistics: `
        Einführung von SAP EWM im Hochregallager #ewm #warehouse #sap
        Anbindung von Spediteuren über EDI #edi #logistics`,
      hr: `
        Einführung von SuccessFactors #successfactors #hr
        Einrichtung der Zeitwirtschaft #payroll #sap`,
    },
    skills: 'SAP FI/CO, S/4HANA, ABAP, SAP MM, Prozessanalyse, Excel',
    degrees: 'Bachelor Wirtschaftsinformatik|Diplom-Kaufmann|Master Wirtschaftsinformatik',
  },
  {
    id: 'backend-java',
    sector: 'tech',
    language: 'de',
    titles: 'Softwareentwickler Java|Java-Entwicklerin|Anwendungsentwickler',
    summaries: `
      Softwareentwickler für Geschäftsanwendungen auf der JVM, mit langem Atem bei der Modernisierung.
      Ich entwickle Fachanwendungen in Java und spreche die Sprache der Fachabteilung.`,
    core: `
      Entwicklung von Vertrags- und Schadendiensten mit Java 17 und Spring Boot #java #spring #hibernate
      Ablösung von {12-40} WebSphere-Anwendungen durch Container #java #spring #docker #migration
      Fachmodell des Tarifs gemeinsam mit der Mathematik erarbeitet #ddd #java
      Verkürzung der Build-Zeit von {40-80} auf {8-15} Minuten mit Gradle #gradle #ci
      Aufbau automatischer Tests mit JUnit #junit #testing #java
      Umstellung nächtlicher Stapelläufe auf Spring Batch #spring #batch #java
      Betreuung der Oracle-Datenbank #oracle #sql`,
    specialties: {
      banking: `
        SEPA- und Echtzeitüberweisungen für eine Sparkasse umgesetzt #payments #banking #java
        Betrugserkennung für Kartenumsätze #payments #fraud #banking`,
      streaming: `
        Ereignisgesteuerte Dienste mit Kafka aufgebaut #kafka #messaging #java
        Kotlin-Dienste mit gRPC #kotlin #microservices`,
    },
    skills: 'Java, Spring Boot, Hibernate, Kotlin, Maven, Oracle, Kafka, JUnit, Git',
    degrees: 'Bachelor Informatik|Master Informatik|Fachinformatiker Anwendungsentwicklung',
  },
];
