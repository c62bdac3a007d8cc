/**
 * One skill a line: canonical name, then other ways to write it. `~` marks a word that names a skill only in a list of
 * skills (Go, R, C); `^` one that must begin with a capital in running text (React, Excel); `!` one that must be all
 * in capitals there (CAN, REST). Matching ignores case and accents otherwise.
 */
export const SOFTWARE_SKILLS = `
TypeScript: ~ts, type script
JavaScript: ~js, ecmascript, es6, es2015, java script, javascript es6, vanilla js, vanilla javascript
Python: python3, python 3, python 2, ~py
Java: java 8, java 11, java 17, java 21, java se, java ee, jakarta ee, j2ee, jee, core java
Kotlin
Scala
~Go: golang, go lang
^Rust: rust lang, rustlang
C++: cpp, c plus plus, c++11, c++14, c++17, c++20, c++23
C#: csharp, c sharp, c# .net
~C: ansi c, embedded c, c language, c99, c/c++
~R: r language, rstudio, r studio, r programming, tidyverse
~D
PHP: php 7, php 8, php7, php8
^Ruby
Ruby on Rails: ^rails, ror
^Swift
Objective-C: objective c, objectivec, obj-c
^Dart
^Perl
Lua
Haskell
Elixir
Erlang
Clojure
F#: fsharp
Visual Basic: vb.net, vb, visual basic .net
VBA: visual basic for applications, excel vba
COBOL
Fortran
^Ada
^Pascal
~Delphi
~Assembly: ~assembler, ~asm
MATLAB
~Julia
Groovy
^Crystal
Zig
Solidity
ABAP: sap abap
Apex: salesforce apex
Bash: bash scripting
Shell Scripting: ~shell, shell script, shell scripts, unix shell, shell programming
PowerShell: power shell
HTML: html5, html 5
CSS: css3, css 3
Sass: scss
^Less
Tailwind CSS: tailwind, tailwindcss
Bootstrap
^React: reactjs, react.js, react js
React Native: reactnative
Redux: redux toolkit, reduxjs
MobX
Next.js: nextjs, next js, ~next
Vue.js: vue, vuejs, vue js, vue 3, vue 2, vue3
Nuxt: nuxt.js, nuxtjs
^Angular: angular 2+, angular.js, angularjs, angular js
RxJS
Svelte: sveltekit
SolidJS: solid.js
^Astro
^Remix
Ember.js: ~ember, emberjs
jQuery
Backbone.js: ~backbone
Web Components: webcomponents
Three.js: threejs
D3.js: d3, d3js
WebGL
WebSocket: websockets, web sockets
WebRTC
WebAssembly: wasm
Storybook
Webpack
Vite
Rollup
esbuild
~Babel
ESLint
npm
pnpm
~Yarn
Node.js: nodejs, node js, ^node
Deno
^Bun
~Express: express.js, expressjs, express js
NestJS: nest.js, nest js, ~nest
Fastify
^Koa: koa.js
~Hapi
Hono
tRPC
BullMQ: ~bull
Prisma
TypeORM
Drizzle: drizzle orm
Sequelize
Knex: knex.js
^Zod
Django: django rest framework, drf
Flask
FastAPI: fast api
SQLAlchemy
Celery
Spring Boot: springboot
~Spring: spring framework, spring mvc, spring cloud, spring security
Hibernate
JPA
Quarkus
Micronaut
Maven: apache maven
Gradle
JUnit
Mockito
.NET: dotnet, dot net, .net core, .net framework, net core, .net 6, .net 8
ASP.NET: asp.net core, asp net, asp.net mvc
Entity Framework: ef core, entity framework core
Blazor
WPF
Xamarin
.NET MAUI: ~maui
Laravel
Symfony
WordPress: word press
Drupal
Magento: adobe commerce
Shopify
WooCommerce
TYPO3
Joomla
Flutter
Android: android sdk, android studio, android development
iOS: ios development
SwiftUI: swift ui
UIKit
Jetpack Compose
Xcode
Ionic
Electron: electron.js
Qt
^Unity: unity3d, unity 3d
Unreal Engine: ~unreal
OpenGL
Vulkan
REST APIs: rest api, restful api, restful apis, restful services, !REST, restful, restful web services
GraphQL: graph ql
Apollo: apollo client, apollo server
gRPC
SOAP
OpenAPI: swagger
OAuth: oauth2, oauth 2.0
JWT
Microservices: micro services, microservice, microservice architecture, microservices architecture
Event-Driven Architecture: event driven architecture, event-driven
Event Sourcing
CQRS
Domain-Driven Design: ddd, domain driven design
Design Patterns
Object-Oriented Programming: oop, object oriented programming, ood
Functional Programming
Test-Driven Development: tdd, test driven development
BDD: behavior driven development, behaviour driven development
Clean Code
Clean Architecture
Software Architecture: softwarearchitektur
System Design
Agile: agile methodologies, agile methods, agile development
Scrum
Kanban
SAFe: scaled agile framework
Git: ^git
GitHub
GitLab
Bitbucket
SVN: subversion
Mercurial
Jest
Vitest
^Mocha
Cypress
Playwright
Selenium: selenium webdriver
Puppeteer
Testing Library: react testing library
pytest
RSpec
Cucumber
Appium
JMeter
k6
Gatling
Postman
TestRail
SonarQube
Unit Testing: unit tests
Test Automation: testautomatisierung, automated testing
Penetration Testing: pen testing, pentesting, penetration tests, penetrationstests
Burp Suite: burpsuite
Metasploit
Nmap
Wireshark
OWASP: owasp top 10
OWASP ZAP: zap proxy
SIEM
Splunk
Nessus
IAM
Active Directory
Kali Linux
ISO 27001: iso27001, iso/iec 27001
Embedded Systems: ~embedded
FreeRTOS
RTOS
Zephyr
Yocto
!CAN: can bus, ~can-bus
AUTOSAR
Arduino
Raspberry Pi
FPGA
VHDL
Verilog
SystemVerilog
STM32
I2C
~SPI
UART
MQTT
Modbus
OPC UA
ROS: ros2, robot operating system
PLC Programming: plc, sps, sps-programmierung
TIA Portal
SCADA
LabVIEW
Simulink
Vim
IntelliJ IDEA: intellij
VS Code: visual studio code, vscode
Visual Studio
^Eclipse
`;

export const CLOUD_SKILLS = `
AWS: amazon web services
AWS Lambda: ^lambda
Amazon EC2: ec2, aws ec2
Amazon S3: s3, aws s3
Amazon ECS: ecs, aws ecs
Amazon EKS: eks
Amazon RDS: rds
DynamoDB: amazon dynamodb
CloudFormation: aws cloudformation
AWS CDK
CloudWatch
Azure: microsoft azure, ms azure
Azure DevOps
Azure Functions
GCP: google cloud, google cloud platform
Google Kubernetes Engine: gke
Cloud Run
Cloudflare
Vercel
Netlify
Heroku
DigitalOcean: digital ocean
Hetzner
OpenStack
VMware: vsphere, vmware vsphere
Hyper-V
Proxmox
Firebase
Supabase
Docker: docker compose, docker-compose, docker swarm
Podman
Kubernetes: k8s, kubernetes k8s
^Helm
OpenShift
Istio
Rancher
Terraform: opentofu
Pulumi
Ansible
^Puppet
~Chef Infra
~Packer
^Vault: hashicorp vault
^Consul
CI/CD: ci cd, continuous integration, continuous delivery, continuous deployment, cicd
Jenkins
GitHub Actions
GitLab CI: gitlab ci/cd, gitlab-ci
CircleCI: circle ci
Travis CI
TeamCity
Argo CD: argocd, ~argo
~Flux: fluxcd
Prometheus
Grafana
Datadog
New Relic
OpenTelemetry: otel
Jaeger
Sentry
ELK Stack: elk, elastic stack
Logstash
Kibana
^Loki
PagerDuty
Zabbix
Nagios
Linux: gnu/linux, rhel, red hat, red hat enterprise linux
Ubuntu
Debian
Unix
Windows Server
macOS
nginx
Apache HTTP Server: apache httpd, apache web server
HAProxy
Traefik
DevOps
GitOps
Site Reliability Engineering: sre, site reliability
Infrastructure as Code: iac
Serverless
~Networking: computer networking, tcp/ip, netzwerktechnik
VPN
DNS
Cisco: cisco ios, ccna
~Firewalls: ~firewall
Load Balancing
`;

export const DATA_SKILLS = `
SQL: ansi sql
PostgreSQL: postgres, postgre sql, postgre, psql
MySQL: my sql
MariaDB
SQLite
SQL Server: microsoft sql server, ms sql, mssql, ms sql server, t-sql, tsql
^Oracle: oracle database, oracle db, pl/sql, plsql
DB2: ibm db2
MongoDB: mongo, mongo db
Redis
Cassandra: apache cassandra
Neo4j
CouchDB
InfluxDB
TimescaleDB
ClickHouse
Elasticsearch: elastic search, ~elastic
OpenSearch
Solr: apache solr
NoSQL: no sql
Memcached
Qdrant
pgvector
Pinecone
Kafka: apache kafka, kafka streams
RabbitMQ: rabbit mq
NATS
ActiveMQ
Pulsar: apache pulsar
^Spark: apache spark, pyspark
Hadoop: apache hadoop, hdfs
^Hive: apache hive
Flink: apache flink
^Beam: apache beam
Databricks
Snowflake
BigQuery: google bigquery, big query
Redshift: amazon redshift
^Airflow: apache airflow
Dagster
~Prefect
dbt
Fivetran
Talend
~Informatica
SSIS
SSRS
ETL: !ELT, etl pipelines
Data Warehousing: data warehouse, data warehouses, dwh
Data Modeling: data modelling, datenmodellierung
Data Engineering
Data Analysis: data analytics, datenanalyse, analyse de donnees, analisis de datos, analisi dei dati
Data Visualization: data visualisation, datenvisualisierung
Data Science
Big Data
Machine Learning: maschinelles lernen, apprentissage automatique, aprendizaje automatico, ~ml
Deep Learning
Artificial Intelligence: ~ai, kunstliche intelligenz
Natural Language Processing: nlp
Computer Vision
Reinforcement Learning
Time Series: time series analysis, time-series, time series forecasting
Statistics: ~statistik, statistical analysis, ~statistiques, estadistica
A/B Testing: ab testing, a/b tests
pandas
NumPy: numpy
SciPy
scikit-learn: sklearn, scikit learn
PyTorch: ~torch
TensorFlow: tensor flow
Keras
XGBoost
LightGBM
Hugging Face: huggingface, hugging face transformers
LangChain
LLMs: llm, large language models
!RAG: retrieval augmented generation, retrieval-augmented generation
OpenCV
spaCy
NLTK
MLflow: ml flow
Kubeflow
MLOps
SageMaker: amazon sagemaker
Vertex AI
Jupyter: jupyter notebook, jupyter notebooks
Matplotlib
Seaborn
Plotly
Polars
DuckDB
Tableau
Power BI: powerbi, microsoft power bi
Looker: looker studio, google data studio
Qlik: qlikview, qlik sense, qliksense
Metabase
Superset: apache superset
~SAS
SPSS: ibm spss
Stata
EViews
KNIME
Alteryx
Weka
Web Scraping
GIS: arcgis, qgis
`;
