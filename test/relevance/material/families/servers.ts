import type { FamilySource } from '../family.ts';

export const SERVERS: readonly FamilySource[] = [
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
];
