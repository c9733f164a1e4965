import Diagnostics
import Evaluation
import Runs
import Schema
import Specification
import Text

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

  static let publishedRange = ExperimentRule(
    "published-range", "A human or literature result is a value that its metric can take.",
    badExample: ["baselines=[{literature: {accuracy: 1.4, source: a paper}}]"],
    .plan { plan in
      plan.publishedBaselines.flatMap { baseline in
        baseline.metrics.compactMap { name, value, mark in
          guard let range = metricCatalog[name]?.range, !range.contains(value) else { return nil }
          let isPercent = range == 0...1 && value > 1 && value <= 100
          return RuleViolation(
            at: mark,
            "baselines: \(name) must be a number \(range.phrase); got \(NumberFormat.exact(value))",
            hint: isPercent
              ? "a percentage is written as a fraction: \(NumberFormat.typed(value / 100))" : nil)
        }
      }
    })

  static let publishedTask = ExperimentRule(
    "published-task", "A human or literature result is in a metric of the task.",
    badExample: ["baselines=[{human: {rmse: 3, source: two annotators}}]"],
    .data { plan, data in
      plan.publishedBaselines.flatMap { baseline in
        baseline.metrics.compactMap { name, _, mark in
          data.violation(ofMetric: name, at: mark, "baselines: metric")
        }
      }
    })
}

extension ClosedRange<Double> {
  /// "from 0 to 1", "of at least 0", "of at most 1".
  fileprivate var phrase: String {
    let (low, high) = (NumberFormat.exact(lowerBound), NumberFormat.exact(upperBound))
    return upperBound == .infinity
      ? "of at least \(low)"
      : lowerBound == -.infinity ? "of at most \(high)" : "from \(low) to \(high)"
  }
}
