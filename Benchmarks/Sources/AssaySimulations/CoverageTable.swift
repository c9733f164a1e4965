import Evaluation
import Randomness
import Schema

/// How often the interval of a single metric contains the true value.
struct CoverageTable: SimulationTable {
  let name = "coverage"

  func result(_ options: Options) -> TableResult {
    let chosen = populations.filter {
      options.populations.isEmpty || options.populations.contains($0.name)
    }
    var cells: [Cell] = []
    for population in chosen {
      let metrics = population.metrics.filter {
        options.metrics.isEmpty || options.metrics.contains($0)
      }.map { metricCatalog.entry($0) }
      let truths = truths(population, metrics)
      for rowCount in options.sizes {
        AssaySimulations.say("coverage: \(population.name), \(rowCount) rows")
        let tallies = tallies(population, rowCount, metrics, truths, options)
        cells += zip(metrics, tallies).map {
          Cell(population: population.name, metric: $0, rowCount: rowCount, tally: $1)
        }
      }
    }
    return TableResult(
      markdown: CoverageText(cells: cells, populations: chosen, options: options).markdown,
      broken: cells.compactMap(\.broken))
  }

  /// A metric of a population on so many rows.
  struct Cell: Sendable {
    let population: String
    let metric: Metric
    let rowCount: Int
    let tally: CoverageTally
  }

  /// Where there is no closed form, the value on a million rows: its error is a thirtieth of an interval of
  /// 1,000 rows.
  private func truths(_ population: any Population, _ metrics: [Metric]) -> [Double] {
    var generator = CounterBasedGenerator(seed: 0, purpose: .synthetic)
    let sample =
      metrics.allSatisfy { population.truth(of: $0.name) != nil }
      ? nil : population.sample(rowCount: 1_000_000, using: &generator)
    return metrics.map { metric in
      population.truth(of: metric.name) ?? sample.flatMap(metric.value) ?? .nan
    }
  }

  private func tallies(
    _ population: any Population, _ rowCount: Int, _ metrics: [Metric], _ truths: [Double],
    _ options: Options
  ) -> [CoverageTally] {
    let blocks = (0..<options.threads).map { first in
      Array(stride(from: first, to: options.simulations, by: options.threads))
    }
    let found = blocks.concurrentMap { simulations in
      var tallies = [CoverageTally](repeating: CoverageTally(), count: metrics.count)
      for simulation in simulations {
        var generator = CounterBasedGenerator(
          seed: options.seed, purpose: .synthetic, epoch: rowCount, step: simulation)
        let sample = population.sample(rowCount: rowCount, using: &generator)
        let estimator = Estimator(seed: UInt64(simulation))
        for (index, metric) in metrics.enumerated() {
          tallies[index].add(estimator.estimate(metric, sample), truth: truths[index])
        }
      }
      return tallies
    }
    return metrics.indices.map { index in
      found.reduce(into: CoverageTally()) { $0.add($1[index]) }
    }
  }
}
