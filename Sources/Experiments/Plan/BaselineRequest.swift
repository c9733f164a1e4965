import Runs
import Schema

/// A baseline that the spec asks for.
enum BaselineRequest: Sendable {
  /// A model kind with its default settings, or "majority"/"mean".
  case quick(String)
  /// Published numbers: human performance or literature.
  case published(Published)
  /// A recorded run.
  case run(reference: String, mark: Mark?)

  struct Published: Sendable {
    /// Keys that are not metrics.
    static let otherKeys = ["rows", "source"]

    /// `human` or `literature`.
    let kind: BaselineRecord.Kind
    let metrics: [(name: String, value: Double, mark: Mark?)]
    let rowCount: Int?
    let source: String
  }

  /// Reads `majority`, `{human: {…}}` or `{run: …}`, which resolve to a mapping of one key.
  init(_ resolved: Resolved) {
    let settings = Settings(resolved)
    let name = settings.keys.first ?? ""
    switch BaselineRecord.Kind(rawValue: name) {
    case let kind? where kind.isPublished:
      self = .published(Published(kind: kind, settings.nested(name)))
    case .run?: self = .run(reference: settings.string(name), mark: settings.mark(name))
    default: self = .quick(name)
    }
  }
}

extension BaselineRequest.Published {
  init(kind: BaselineRecord.Kind, _ settings: Settings) {
    self.init(
      kind: kind,
      metrics: settings.keys.filter { !Self.otherKeys.contains($0) }.compactMap { name in
        settings.optionalNumber(name).map {
          (name: name, value: $0, mark: settings.mark(name))
        }
      },
      rowCount: settings.optionalInteger("rows"),
      source: settings.string("source"))
  }
}
