/// The manifests of `openshift/` and the chart of `deploy/helm` keep the rules of a deployment.
///
/// [ManifestRules] holds them, and [ManifestRulesTest] breaks each one. [OpenShiftManifestsTest]
/// looks at the files as they are, without other programs; [DeploymentsIT] looks at what kustomize
/// and Helm make of them.
///
/// The alerts of `deploy/prometheus` agree with `docs/operations.md` ([AlertRulesTest]), and the
/// real promtool tests them ([AlertRulesIT]).
@NullMarked
package io.parley.deploy;

import org.jspecify.annotations.NullMarked;
