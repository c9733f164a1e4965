import Findings

/// The finding of a check, before the gate adds its code, title and time.
struct Finding {
  var verdict: CheckResult.Verdict
  var message: String
  var value: Double?
  /// nil shows the entry's threshold as it is in force.
  var threshold: Double?
  var evidence: [Evidence] = []
  var causes: [String] = []
  var remedy: String?
  /// Edits of the spec that remove what was found.
  var edits: [SpecEdit]?

  static func passed(_ message: String, value: Double? = nil) -> Finding {
    Finding(verdict: .passed, message: message, value: value)
  }

  /// `reason` completes "not applicable: …".
  static func notApplicable(_ reason: String) -> Finding {
    Finding(verdict: .notApplicable, message: reason)
  }
}
