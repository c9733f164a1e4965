import Diagnostics
import Runs
import Schema
import Specification

extension ExperimentPlan {
  /// The plan of a recorded run, from the spec it wrote down; `path` is what messages call it.
  init(recorded specification: SpecificationRecord, path: String) throws {
    let reader = SpecificationReader(shape: experimentShape)
    do {
      self = try ExperimentPlan(reader.read(text: specification.text, path: path))
    } catch {
      // It was a spec when it was recorded: the file is damaged.
      throw DiagnosticsError(error.diagnostics, fault: .data)
    }
  }

  /// Where the plan is another than the one that was recorded: "training.epochs 20 → 30".
  func differences(from specification: SpecificationRecord) -> [String] {
    let now = SpecificationRecord(spec).settings
    let before = specification.settings
    func value(_ path: SettingPath, in settings: [SpecificationRecord.Setting]) -> String {
      settings.first { $0.path == path }?.value ?? "none"
    }
    let paths =
      before.map(\.path)
      + now.map(\.path).filter { path in
        !before.contains { $0.path == path }
      }
    return paths.compactMap { path in
      let (old, new) = (value(path, in: before), value(path, in: now))
      return old == new ? nil : "\(path) \(old) → \(new)"
    }
  }
}
