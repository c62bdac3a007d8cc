import type { FamilySource } from '../family.ts';

export const DATA: readonly FamilySource[] = [
  {
    id: 'data-eng',
    sector: 'tech',
    titles: 'Data Engineer|Analytics Engineer|ETL Developer|Big Data Engineer|Data Platform Engineer',
    summaries: `
      I build the pipes that analysts forget about: tested, documented and on time before breakfast.
      Data engineer between source systems and warehouse; strict about schemas, generous with lineage.
      Pipelines, warehouses, streaming. I like it when a dashboard and the ledger agree.`,
    core: `
      Orchestrated {80-400} Airflow DAGs that load the warehouse before 6 a.m. #airflow #etl
      Modelled sales and stock in dbt on Snowflake with tests on every key #dbt #snowflake #sql
      Wrote Spark jobs in Python and Scala over {2-40} TB of click logs #spark #python #scala
      Moved on-premises ETL from Informatica to BigQuery #bigquery #etl #migration
      Built a lakehouse with Delta tables on object storage #lakehouse #databricks
      Set up data contracts and quality alerts with Great Expectations #data-quality #testing`,
    specialties: {
      streaming: `
        Ran Kafka and Flink for fraud features with {2-9} seconds of delay #kafka #flink #messaging #fraud
        Joined sensor streams from {3-20} thousand machines #iot #flink
        Replayed {1-3} years of events after a schema fault without duplicates #kafka`,
      finance: `
        Delivered regulatory reporting for a bank with full lineage #banking #compliance
        Reconciled trades against the general ledger every night #banking #sql
        Masked personal data for analysts in line with GDPR #gdpr #data-quality`,
      marketing: `
        Unified web, shop and CRM data into one customer profile #crm #e-commerce
        Fed bidding platforms with margin per article #marketing #e-commerce
        Rebuilt attribution after the end of third-party cookies #marketing #analytics`,
    },
    skills:
      'SQL, Python, Airflow, dbt, Spark, Snowflake, Kafka, BigQuery, Databricks, Terraform, Scala, PostgreSQL',
    degrees: 'BSc Computer Science|MSc Data Engineering|BSc Statistics|MSc Information Systems',
  },
  {
    id: 'data-sci',
    sector: 'tech',
    titles: 'Data Scientist|Data Analyst|Applied Statistician|Machine Learning Analyst|Quantitative Analyst',
    summaries: `
      Statistician by training; I turn messy questions into experiments that can fail.
      Data scientist for pricing, churn and forecasting. I would rather ship a simple model than present a complex one.
      I help departments decide with numbers, and tell them when the numbers cannot.`,
    core: `
      Forecast demand for {4-30} thousand articles with gradient boosting; stock-outs fell by {10-30}% #forecasting #python #machine-learning
      Designed and read {40-200} A/B tests, including sequential and clustered ones #ab-testing #statistics
      Predicted churn with survival models and explained it to the call centre #churn #statistics #machine-learning
      Wrote analyses in R and Python notebooks that colleagues can run again #r #python
      Built Power BI and Tableau dashboards for {50-400} managers #power-bi #tableau #visualisation
      Estimated price elasticities with Bayesian hierarchical models #pricing #bayesian #statistics`,
    specialties: {
      credit: `
        Developed credit-scoring scorecards validated by the regulator #banking #credit-risk
        Monitored drift and fairness of lending decisions #banking #machine-learning
        Calculated expected loss under IFRS 9 #banking #ifrs`,
      biostatistics: `
        Planned sample sizes and analysed phase II and III clinical trials in SAS #clinical-trials #sas #healthcare
        Wrote statistical analysis plans and answered the agency's questions #clinical-trials #compliance
        Imputed missing outcomes in a registry of {3-40} thousand patients #statistics #healthcare`,
      energy: `
        Predicted wind-farm output for day-ahead trading #energy #forecasting
        Detected meter tampering from consumption curves #energy #fraud
        Simulated battery storage bids #energy #optimisation`,
    },
    skills: 'Python, R, SQL, scikit-learn, pandas, XGBoost, Power BI, Tableau, Statistics, Spark, Excel',
    degrees: 'MSc Statistics|PhD Applied Mathematics|BSc Economics|MSc Data Science',
  },
  {
    id: 'ml-nlp',
    sector: 'tech',
    titles:
      'Machine Learning Engineer|NLP Engineer|Research Scientist (NLP)|Deep Learning Engineer|Applied Scientist',
    summaries: `
      Researcher turned engineer: language models, retrieval and evaluation one can trust.
      I train, compress and serve neural networks for text. Publications on multilingual representation.
      Machine learning engineer with equal love for papers and profilers.`,
    core: `
      Fine-tuned transformer models for contract clauses in {4-11} languages with PyTorch #pytorch #transformers #nlp
      Built semantic search over {2-30} million documents with dense vectors #search #embeddings #nlp
      Published {2-7} papers on low-resource translation at ACL and EMNLP #nlp #research #publications
      Distilled a large model into a small one that answers in {8-30} ms on CPU #nlp #performance
      Set up annotation guidelines and measured agreement among {6-20} labellers #annotation #nlp
      Served models with Triton and rolled back by canary #mlops #kubernetes`,
    specialties: {
      llm: `
        Built retrieval-augmented question answering for a help desk #llm #rag #nlp
        Evaluated large language models for factual errors with human panels #llm #evaluation
        Cut inference cost by {40-75}% with quantisation and batching #llm #performance`,
      vision: `
        Detected weld defects from camera images with convolutional networks #computer-vision #manufacturing
        Segmented tumours in MRI volumes together with radiologists #computer-vision #healthcare
        Labelled {20-90} thousand images with active learning #computer-vision #annotation`,
      speech: `
        Trained speech recognition for dialects and noisy phone lines #speech
        Synthesised voices for audiobooks #speech
        Aligned subtitles for {2-12} thousand hours of television #speech #video`,
    },
    skills: 'Python, PyTorch, Transformers, TensorFlow, spaCy, CUDA, Docker, Kubernetes, MLflow, SQL, C++',
    degrees:
      'PhD Computational Linguistics|MSc Artificial Intelligence|PhD Machine Learning|MSc Computer Science',
  },
];
