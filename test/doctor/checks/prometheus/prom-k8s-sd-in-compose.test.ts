import { promK8sSdInCompose } from '../../../../src/doctor/checks/prometheus/prom-k8s-sd-in-compose.ts';
import { testCheck } from '../../test-check.ts';
import { jobs, stackWith } from './prometheus-stack.ts';

const k8s = (...more: readonly string[]): string =>
  `${jobs('localhost:9090')}  - job_name: pods\n    kubernetes_sd_configs:\n      - role: pod\n${more.map((line) => `        ${line}\n`).join('')}`;

testCheck(promK8sSdInCompose, {
  sick: [
    {
      name: 'a job copied from a cluster',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': k8s() },
      finds: [
        {
          at: 'prometheus.yml:6:5',
          message:
            /^The job pods looks for its targets in a Kubernetes cluster, and prometheus runs in Compose: it never has one\.$/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'with namespaces and an address that is left empty',
      files: {
        'compose.yaml': stackWith(),
        'prometheus.yml': k8s('namespaces: {names: [default]}', "api_server: ''"),
      },
      finds: [{ at: 'prometheus.yml:6:5', message: /pods/ }],
    },
  ],
  healthy: [
    {
      name: 'the address of a cluster elsewhere',
      files: {
        'compose.yaml': stackWith(),
        'prometheus.yml': k8s('api_server: https://k8s.example.com:6443'),
      },
    },
    {
      name: 'a kubeconfig',
      files: {
        'compose.yaml': stackWith(),
        'prometheus.yml': k8s('kubeconfig_file: /etc/prometheus/kubeconfig'),
      },
    },
    {
      name: 'the variables that tell where the cluster is',
      files: {
        'compose.yaml': stackWith('    environment:\n      KUBERNETES_SERVICE_HOST: k8s.example.com\n'),
        'prometheus.yml': k8s(),
      },
    },
    {
      name: 'static targets',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('backend:8000') },
    },
  ],
  notApplicable: [
    {
      name: 'a file for the cluster, which no service mounts',
      files: { 'compose.yaml': 'services:\n  a:\n    image: redis:8\n', 'k8s/prometheus.yml': k8s() },
    },
  ],
});
