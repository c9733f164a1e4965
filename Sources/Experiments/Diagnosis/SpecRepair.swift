public import Findings
import FoundationEssentials
import Schema
import Specification
import Text

/// A spec with the diagnosed fault fixed, to be written beside the old one.
public struct SpecRepair: Sendable {
  /// "experiments/digits.fixed.yaml".
  public let path: String
  /// The repaired spec's plan.
  public let plan: ExperimentPlan
  /// "training.optimizer.learning_rate 30 → 0.3".
  public let summary: String
  /// Whether another file of that name stood there.
  public let replacesFile: Bool
  /// The repaired spec.
  public let text: String

  /// Makes the repaired text: the values changed and what they leave without effect removed, all
  /// else byte for byte.
  ///
  /// **Errors** `EditFailure` where the value cannot be changed by itself.
  public init(of plan: ExperimentPlan, by edits: [SpecEdit]) throws {
    let reader = SpecificationReader(shape: experimentShape)
    let path = Self.path(beside: plan.spec.path)
    let editor = SpecificationEditor(reader)
    let edited = try editor.text(
      of: plan.spec, setting: edits.map { ($0.path.text, $0.value) })
    let spec = try reader.read(text: edited, path: path)
    // A solver has no use for the settings of gradient training.
    let unused = UnusedSettings(of: ExperimentPlan(unchecked: spec)).paths
    let text = try editor.text(of: spec, removing: unused)
    self.path = path
    self.text = text
    self.plan = try ExperimentPlan(try reader.read(text: text, path: path))
    summary = edits.map { "\($0.path) \(plan.spec.text(at: $0.path) ?? "not set") → \($0.value)" }
      .joined(separator: ", ")
    let present = FileManager.default.contents(atPath: path)
    replacesFile = present.map { $0 != Data(text.utf8) } ?? false
  }

  /// The repair by those of the edits that a spec can hold together, in their order.
  ///
  /// **Errors** those of all edits together where none can be made.
  public static func applying(_ edits: [SpecEdit], to plan: ExperimentPlan) throws -> SpecRepair {
    var kept: [SpecEdit] = []
    var repair: SpecRepair?
    for edit in edits {
      guard let next = try? SpecRepair(of: plan, by: kept + [edit]) else { continue }
      repair = next
      kept.append(edit)
    }
    return try repair ?? SpecRepair(of: plan, by: edits)
  }

  /// "a/b.yaml" becomes "a/b.fixed.yaml".
  static func path(beside path: String) -> String {
    let suffix = PathName(path).fileExtension
    guard !suffix.isEmpty else { return path + ".fixed" }
    return String(path.dropLast(suffix.count)) + "fixed." + suffix
  }
}
