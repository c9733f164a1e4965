import Diagnostics

extension RunStore {
  /// The run that a user means: "latest", "EXPERIMENT@latest", an id or the start of one, the
  /// start of its last four digits, each also as "EXPERIMENT@…", or the path of its directory.
  ///
  /// **Errors** a `DiagnosticsError` that lists the candidates.
  public func resolve(_ reference: String) throws -> RunListing {
    let places = try places()
    guard !places.isEmpty else {
      throw failure(
        "no-runs", "a run must have been recorded in \"\(root)\"; got none",
        notes: ["\"assay run SPEC\" records one"])
    }
    let (experiment, wanted) = try parts(of: reference, places: places)
    let candidates = places.filter { experiment == nil || $0.experiment == experiment }
    let matches =
      wanted == "latest"
      ? Array(candidates.prefix(1))
      : candidates.filter { Self.matches($0.id, wanted) }
    if matches.count > 1, let exact = matches.first(where: { $0.id == wanted }),
      matches.count(where: { $0.id == wanted }) == 1
    {
      return RunListing(experiment: exact.experiment, id: exact.id, root: root)
    }
    guard let match = matches.first else {
      throw unknown(reference, wanted: wanted, among: candidates)
    }
    guard matches.count == 1 else { throw ambiguous(reference, matches) }
    return RunListing(experiment: match.experiment, id: match.id, root: root)
  }

  private static func matches(_ id: String, _ wanted: String) -> Bool {
    !wanted.isEmpty && (id.hasPrefix(wanted) || id.suffix(4).hasPrefix(wanted))
  }

  private typealias Place = (experiment: String, id: String)

  private func parts(of reference: String, places: [Place]) throws -> (String?, String) {
    if reference.contains("/") {
      let names = reference.split(separator: "/").map(String.init)
      let id = names.last ?? ""
      return (names.dropLast().last, id)
    }
    guard let at = reference.lastIndex(of: "@") else { return (nil, reference) }
    let experiment = String(reference[..<at])
    let known = Set(places.map(\.experiment)).sorted()
    guard known.contains(experiment) else {
      throw failure(
        "unknown-experiment", "an experiment with runs is needed; got \"\(experiment)\"",
        hint: Suggestion.hint(for: experiment, among: known),
        notes: [Self.list("experiments: ", known)])
    }
    return (experiment, String(reference[reference.index(after: at)...]))
  }

  private func unknown(
    _ reference: String, wanted: String, among candidates: [Place]
  ) -> DiagnosticsError {
    let names = Set(candidates.map(\.experiment)).sorted()
    let endings = candidates.map { String($0.id.suffix(4)) }
    let hint: String?
    if names.contains(wanted) {
      hint = "did you mean \"\(wanted)@latest\"?"
    } else {
      hint = Suggestion.hint(
        for: wanted,
        among: candidates.map(\.id) + endings + names.map { "\($0)@latest" } + ["latest"])
    }
    return failure(
      "unknown-run", "a run's id or the start of one is needed; got \"\(reference)\"", hint: hint,
      notes: [Self.list("latest runs: ", candidates.map { "\($0.experiment)/\($0.id)" })])
  }

  private func ambiguous(_ reference: String, _ matches: [Place]) -> DiagnosticsError {
    failure(
      "ambiguous-run", "a run must be named so that it is the only one; got \"\(reference)\"",
      hint: "\(matches.count) runs begin so",
      notes: [Self.list("", matches.map { "\($0.experiment)@\($0.id)" })])
  }

  private func failure(
    _ id: String, _ message: String, hint: String? = nil, notes: [String]
  ) -> DiagnosticsError {
    DiagnosticsError(Diagnostic(id: id, message, hint: hint, notes: notes))
  }

  private static func list(_ title: String, _ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return title + shown + (names.count > 8 ? ", … \(names.count - 8) more" : "")
  }
}
