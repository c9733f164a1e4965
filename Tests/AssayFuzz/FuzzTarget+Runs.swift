import Diagnostics
import Experiments
import Reporting
import Specification

@testable import Runs

extension FuzzTarget {
  /// A record, up to its report.
  static let record = FuzzTarget(
    name: "record", seeds: { [try $0.bytes(of: "\(try finishedRun().path)/record.json")] },
    read: { bytes, workshop in
      let run = try finishedRun()
      try workshop.write(bytes, to: "\(run.path)/record.json")
      let store = RunStore(root: "runs")
      for listing in try store.listings() {
        _ = ShowText.lines(listing, width: 80, colors: true)
        _ = RunTable.lines([listing], width: 80, colors: false)
      }
      let record = try store.record(of: run)
      _ = ShowText.lines(record, directory: run.path, width: 80, colors: true)
      _ = HTMLReport.render(record)
      _ = try MetricsFile.bytes(of: record)
    })

  /// The predictions of a run.
  static let predictions = FuzzTarget(
    name: "predictions", seeds: { [try $0.bytes(of: "\(try finishedRun().path)/predictions.csv")] },
    read: { bytes, workshop in
      let run = try finishedRun()
      try workshop.write(bytes, to: "\(run.path)/predictions.csv")
      _ = try RunStore(root: "runs").predictions(of: run)
    })

  /// The run of the tiny spec, made when there is none yet.
  static func finishedRun() throws -> RunListing {
    let store = RunStore(root: "runs")
    if let run = try store.listings().first { return run }
    let plan = try tinyPlan()
    _ = try ExperimentRunner(store: store, arguments: ["tiny.yaml"]).run(plan)
    return try store.resolve("latest")
  }

  static func tinyPlan() throws -> ExperimentPlan {
    try ExperimentPlan(SpecificationReader(shape: experimentShape).read(path: "tiny.yaml"))
  }
}
