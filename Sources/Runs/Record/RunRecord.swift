public import Diagnostics
public import Findings
public import Schema

/// All that is known of a finished run: the report is a pure function of it.
///
/// Every part is a plain value; optional parts are those that a run which ended early never
/// reached.
public struct RunRecord: Sendable, Codable {
  /// The latest format this code reads and the one it writes.
  public static let formatVersion = 1

  /// Of this format; readers refuse a later one.
  public var version = formatVersion
  /// "20261123-101500-4f2a".
  public var id: String
  /// The spec's name: "adult-income".
  public var experiment: String
  public var question: String?
  public var ending: RunEnding
  public var time: RunTime
  /// How often the run went on after an interruption; nil when it was never interrupted.
  public var resumptionCount: Int?
  /// As typed: the spec's path and the overrides.
  public var arguments: [String]
  public var specification: SpecificationRecord
  public var environment: EnvironmentRecord
  /// The warnings about spec and data; nil in records from before they were kept.
  public var warnings: [Diagnostic]?
  public var data: DataRecord?
  public var model: ModelRecord?
  public var gate: GateReport?
  public var baselines: [BaselineRecord] = []
  /// The ids of the runs that the spec's references to baselines meant when the run began; nil in
  /// records from before this was kept.
  public var baselineRuns: [String: String]?
  public var training: TrainingRecord?
  /// Dev and test, in that order, where they have rows.
  public var evaluations: [EvaluationRecord] = []
  public var speed: SpeedRecord?
  public var goals: [GoalRecord] = []
  public var analysis: AnalysisRecord?

  public init(
    id: String, experiment: String, question: String?, ending: RunEnding, time: RunTime,
    arguments: [String], specification: SpecificationRecord, environment: EnvironmentRecord
  ) {
    self.id = id
    self.experiment = experiment
    self.question = question
    self.ending = ending
    self.time = time
    self.arguments = arguments
    self.specification = specification
    self.environment = environment
  }
}

/// How a run ended.
public enum RunEnding: String, Sendable, Hashable, Codable {
  case finished
  /// Finished, and at least one goal was not met.
  case goalMissed = "goal_missed"
  case stoppedByGate = "stopped_by_gate"
  /// Finished, and a check after the training says that the results are not to be trusted.
  case checkFailed = "check_failed"
  case diverged
  case interrupted
  case failed
}

/// When a run took place.
public struct RunTime: Sendable, Hashable, Codable {
  /// ISO 8601, UTC.
  public var startedAt: String
  public var endedAt: String
  public var elapsedSeconds: Double

  public init(startedAt: String, endedAt: String, elapsedSeconds: Double) {
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.elapsedSeconds = elapsedSeconds
  }
}

/// The spec as it was written and as it was understood.
public struct SpecificationRecord: Sendable, Hashable, Codable {
  public var path: String
  public var text: String
  /// Each value of the resolved spec, flat: "training.optimizer.learning_rate".
  public var settings: [Setting]

  public struct Setting: Sendable, Hashable, Codable {
    public var path: SettingPath
    /// As YAML would write it.
    public var value: String
    public var origin: Origin

    public enum Origin: String, Sendable, Hashable, Codable {
      case spec, override, `default`
    }

    public init(path: SettingPath, value: String, origin: Origin) {
      self.path = path
      self.value = value
      self.origin = origin
    }
  }

  public init(path: String, text: String, settings: [Setting]) {
    self.path = path
    self.text = text
    self.settings = settings
  }
}

/// Where a run took place: what one needs to have to repeat it.
public struct EnvironmentRecord: Sendable, Hashable, Codable {
  public var assayVersion: String
  public var swiftVersion: String
  /// The packages that the program was built with, and their versions; nil where they are unknown.
  public var dependencies: [String: String]?
  public var operatingSystem: String
  public var machine: String
  public var processor: String
  public var processorCount: Int
  public var blasCore: String
  public var blasConfiguration: String
  public var blasThreads: Int
  /// Of the widest vectors that products and kernels use; nil in records of earlier versions.
  public var vectorBits: Int?
  /// The commit of the working directory, if it is in a repository.
  public var commit: String?
  /// Files with uncommitted changes there; nil outside of a repository.
  public var uncommittedFiles: [String]?

  public init(
    assayVersion: String, swiftVersion: String, operatingSystem: String, machine: String,
    processor: String, processorCount: Int, blasCore: String, blasConfiguration: String,
    blasThreads: Int, vectorBits: Int? = nil, commit: String?, uncommittedFiles: [String]?,
    dependencies: [String: String]? = nil
  ) {
    self.assayVersion = assayVersion
    self.swiftVersion = swiftVersion
    self.dependencies = dependencies
    self.operatingSystem = operatingSystem
    self.machine = machine
    self.processor = processor
    self.processorCount = processorCount
    self.blasCore = blasCore
    self.blasConfiguration = blasConfiguration
    self.blasThreads = blasThreads
    self.vectorBits = vectorBits
    self.commit = commit
    self.uncommittedFiles = uncommittedFiles
  }
}
