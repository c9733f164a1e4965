import Schema

/// A system the spec wants the model compared with.
enum BaselineRequest: Sendable {
  /// A model kind with its default settings, or "majority"/"mean".
  case quick(String)
  /// Numbers somebody measured: human level or literature.
  case published(Published)
  /// A recorded run.
  case run(reference: String, mark: Mark?)

  struct Published: Sendable {
    /// "human" or "literature".
    let kind: String
    let metrics: [(name: String, value: Double)]
    let rowCount: Int?
    let source: String
  }

  /// Reads `majority`, `{human: {…}}` or `{run: …}`, which resolve to a mapping of one key.
  init(_ resolved: Resolved) {
    let settings = Settings(resolved)
    let name = settings.keys.first ?? ""
    switch name {
    case "human", "literature":
      self = .published(Published(kind: name, settings.nested(name)))
    case "run":
      self = .run(reference: settings.string(name), mark: settings.mark(name))
    default:
      self = .quick(name)
    }
  }
}

extension BaselineRequest.Published {
  init(kind: String, _ settings: Settings) {
    let reserved = ["rows", "source"]
    self.init(
      kind: kind,
      metrics: settings.keys.filter { !reserved.contains($0) }.compactMap { name in
        settings.optionalNumber(name).map { (name: name, value: $0) }
      },
      rowCount: settings.optionalInteger("rows"),
      source: settings.string("source"))
  }
}
