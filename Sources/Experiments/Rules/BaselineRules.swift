import Diagnostics
import Runs
import Schema
import Specification

extension ExperimentRule {
  static let publishedMetrics = ExperimentRule(
    "published-metric", "A human or literature baseline has at least one metric.",
    badExample: ["baselines=[{human: {source: two annotators}}]"],
    .spec(.error) { spec in
      (spec.at("baselines")?.asList ?? []).enumerated().compactMap { index, baseline in
        guard let entry = baseline.asMapping.first,
          BaselineRecord.Kind(rawValue: entry.key)?.isPublished == true
        else { return nil }
        let hasMetric = entry.value.asMapping.contains {
          !BaselineRequest.Published.otherKeys.contains($0.key) && $0.value.asNumber != nil
        }
        guard !hasMetric else { return nil }
        return RuleViolation(
          at: entry.value.origin.mark,
          "baselines[\(index)].\(entry.key) must have the value of a metric; got none",
          hint: "such as accuracy: 0.87")
      }
    })
}
