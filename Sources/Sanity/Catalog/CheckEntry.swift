public import Findings
public import Schema

/// A check: what the gate runs and what `assay explain` describes.
public struct CheckEntry: CatalogEntry {
  /// Stable; the first letters are those of the stage.
  public let code: CheckCode
  /// Its name in lists: "duplicate rows in train".
  public let title: String
  public let stage: CheckStage
  /// The kind of evidence behind its verdict; by default that of its stage.
  public let evidenceKind: EvidenceKind
  /// The most severe verdict it may return. Only a check without a known false alarm may stop.
  public let worst: CheckSeverity
  public let summary: String
  public let formula: String
  /// The limit that a spec may change under `sanity.thresholds`; nil if there is none.
  public let threshold: Threshold?
  /// Limits that are part of the check's definition.
  public let fixedLimits: [Threshold]
  public let source: String
  public let knownFalseAlarms: String
  public let cost: String
  /// Whether a warning of it suggests that inputs or other rows give the target away.
  let showsLeak: Bool
  /// The way a diagnosis explains a stop of it.
  let explanation: StopExplanation
  let body: Body

  /// The catalog's name of a check is its code.
  public var name: String { code.rawValue }

  /// Whether it runs in the gate, before the full training.
  public var isGateCheck: Bool {
    switch body {
    case .before: true
    case .after: false
    }
  }

  /// Every limit: the one a spec may change, then the fixed ones.
  public var limits: [Threshold] { [threshold].compactMap(\.self) + fixedLimits }

  enum StopExplanation: Sendable {
    /// Not by trying edits.
    case none
    /// Candidate edits of the spec are tried on few rows; one that passes explains the stop.
    case candidateEdits
    /// The gradient or the update is wrong, which no edit of the spec fixes.
    case faultyUpdate
  }

  enum Body: Sendable {
    case before(@Sendable (GateContext) throws -> Finding)
    case after(@Sendable (AfterContext) throws -> Finding)
  }

  init(
    code: CheckCode, title: String, stage: CheckStage, evidenceKind: EvidenceKind? = nil,
    worst: CheckSeverity, summary: String, formula: String, threshold: Threshold? = nil,
    fixedLimits: [Threshold] = [],
    source: String, knownFalseAlarms: String,
    cost: String, showsLeak: Bool = false, explanation: StopExplanation = .none, body: Body
  ) {
    self.code = code
    self.title = title
    self.stage = stage
    self.evidenceKind = evidenceKind ?? stage.usualEvidence
    self.worst = worst
    self.summary = summary
    self.formula = formula
    self.threshold = threshold
    self.fixedLimits = fixedLimits
    self.source = source
    self.knownFalseAlarms = knownFalseAlarms
    self.cost = cost
    self.showsLeak = showsLeak
    self.explanation = explanation
    self.body = body
  }
}

extension Catalog<CheckEntry> {
  public subscript(code: CheckCode) -> CheckEntry? { self[code.rawValue] }
}
