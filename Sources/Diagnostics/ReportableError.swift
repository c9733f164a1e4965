/// An error that may end a command: what is reported to the user, and what is at fault.
///
/// Each error that leaves its module conforms; a test walks the sources and renders every case.
public protocol ReportableError: Error {
  /// What happened, where, and what to do; at least one.
  var diagnostics: [Diagnostic] { get }
  var fault: Fault { get }
}

/// What is at fault when a command fails; it decides the exit status.
public enum Fault: Sendable, Hashable {
  /// The command line or the spec.
  case specification
  /// The data, or the files of a run.
  case data
  /// The pipeline, which the gate stopped.
  case pipeline
  /// The operating system, such as a full disk.
  case system
  /// Assay itself.
  case program
}

extension ReportableError {
  /// The messages in one line, for logs and notes.
  public var words: String { diagnostics.map(\.message).joined(separator: "; ") }
}

extension Diagnostic {
  /// The words for any error; those of one that nobody foresaw are its own.
  public static func words(of error: any Error) -> String {
    (error as? any ReportableError)?.words ?? "\(error)"
  }

  /// The message up to "; got …": what was expected.
  public var rule: String { parts.rule }

  /// What was found instead, without quotation marks around it, or the text meant; nil without both.
  public var found: String? { parts.found ?? markedText }

  /// What to do, in the order of the printed text.
  public var fix: [String] { (hint.map { [$0] } ?? []) + notes }

  /// The part of the excerpt that is meant.
  private var markedText: String? {
    guard let location, let excerpt else { return nil }
    let text = excerpt.line.unicodeScalars.dropFirst(location.column - 1).prefix(excerpt.length)
    return text.isEmpty ? nil : String(text)
  }

  private var parts: (rule: String, found: String?) {
    let mark = "; got "
    guard let start = message.firstRange(of: mark) else { return (message, nil) }
    let found = message[start.upperBound...]
    let isQuoted =
      found.count > 1 && found.first == "\"" && found.last == "\""
      && !found.dropFirst().dropLast().contains("\"")
    return (
      String(message[..<start.lowerBound]),
      String(isQuoted ? found.dropFirst().dropLast() : found)
    )
  }
}
