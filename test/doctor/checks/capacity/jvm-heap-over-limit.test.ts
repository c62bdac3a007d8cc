import { jvmHeapOverLimit } from '../../../../src/doctor/checks/capacity/jvm-heap-over-limit.ts';
import { testCheck } from '../../test-check.ts';

testCheck(jvmHeapOverLimit, {
  sick: [
    {
      name: 'a search engine, an application and a script',
      files: {
        'compose.yaml': `services:
  elasticsearch:
    image: docker.elastic.co/elasticsearch/elasticsearch:8.17.0
    environment:
      - "ES_JAVA_OPTS=-Xms1g -Xmx1g"
    mem_limit: 1g
  app:
    image: example/app:1
    command: ["java", "-Xms256m", "-Xmx2048M", "-jar", "app.jar"]
    deploy: {resources: {limits: {memory: 1G}}}
  jobs:
    image: example/jobs:1
    command: sh -c "exec java -Xmx600000k -jar jobs.jar"
    mem_limit: 512m
`,
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^elasticsearch lets Java fill a heap of 1024 MiB, 100 % of its container's 1024 MiB/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
        { at: 'compose.yaml:9:35', message: /^app .* 2048 MiB, 200 %/, fix: 'confirm' },
        { at: 'compose.yaml:13:14', message: /^jobs .* 586 MiB, 114 %/, fix: 'confirm' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /ES_JAVA_OPTS=-Xms512m -Xmx512m"\n[^]*"-Xms256m", "-Xmx768m", "-jar"[^]*exec java -Xmx384m -jar/,
        },
      },
    },
    {
      name: 'put together from variables: a person sees which of them to change',
      files: {
        'compose.yaml': `services:
  app:
    image: example/app:1
    environment:
      JAVA_OPTS: -Xmx\${HEAP:-4g} -Dspring.profiles.active=prod
    mem_limit: 2g
`,
      },
      finds: [{ at: 'compose.yaml:5:18', message: /4096 MiB, 200 %/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'with room, of several flags the last, no limit, and what only looks like it',
      files: {
        'compose.yaml': `services:
  a: {image: "a:1", environment: {JAVA_TOOL_OPTIONS: "-Xmx768m"}, mem_limit: 1g}
  b: {image: "b:1", environment: {JAVA_OPTS: "-Xmx4g -Xmx512m"}, mem_limit: 1g}
  c: {image: "c:1", environment: {JAVA_OPTS: "-Xmx4g"}}
  d: {image: "d:1", environment: {JAVA_OPTS: "-XX:MaxRAMPercentage=75.0"}, mem_limit: 1g}
  e: {image: "e:1", environment: {NOTE: "not-Xmx4g"}, mem_limit: 1g}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no heap is set', files: { 'compose.yaml': 'services:\n  a: {image: "a:1"}\n' } }],
  notObservable: [
    {
      name: 'no limit',
      files: { 'compose.yaml': 'services:\n  a: {image: "a:1", environment: {JAVA_OPTS: -Xmx4g}}\n' },
    },
  ],
});
