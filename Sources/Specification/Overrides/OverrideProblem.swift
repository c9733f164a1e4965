import Diagnostics
import Schema

/// The reason why an argument is not a valid override, with its location.
struct OverrideProblem: Error {
  let id: String
  let message: String
  let origin: Origin
  let hint: String?

  init(_ id: String, _ message: String, at origin: Origin, hint: String? = nil) {
    self.id = id
    self.message = message
    self.origin = origin
    self.hint = hint
  }

  var diagnostic: Diagnostic {
    origin.mark?.diagnostic(id: id, message, hint: hint)
      ?? Diagnostic(id: id, message, hint: hint)
  }
}
