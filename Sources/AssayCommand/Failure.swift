import ArgumentParser
import Diagnostics
import Experiments

/// An error on its way out of the program: its words and its documented status.
struct Failure {
  let status: ExitStatus
  let diagnostics: [Diagnostic]
  /// What people read; nil for the rendered diagnostics.
  private var text: String?
  /// Asked for help or the version: no failure, but a result.
  private var result: String?

  init(_ error: any Error) {
    switch error {
    case let status as ExitStatus:
      self.init(status, [])
    case let interruption as Interruption:
      self.init(interruption.status, [interruption.diagnostic])
      text = interruption.text
    case let error as any ReportableError:
      self.init(error)
    default:
      self.init(other: error)
    }
  }

  private init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
    self.status = status
    self.diagnostics = diagnostics
  }

  private init(_ error: any ReportableError) {
    guard error.fault == .program else {
      self.init(ExitStatus(error.fault), error.diagnostics)
      return
    }
    self.init(.internalError, error.diagnostics.map(Self.internalError))
  }

  /// The argument parser's own messages, requests for help, and everything unforeseen.
  private init(other error: any Error) {
    let message = AssayCommand.message(for: error)
    switch AssayCommand.exitCode(for: error) {
    case .success:
      self.init(.done, [])
      result = message
    case .validationFailure:
      self.init(.invalidSpec, [Diagnostic(id: "usage", message)])
      text = AssayCommand.fullMessage(for: error)
    default:
      self.init(
        .internalError,
        [Self.internalError(Diagnostic(id: "internal", Diagnostic.words(of: error)))])
    }
  }

  private static func internalError(_ diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic(
      id: diagnostic.id, diagnostic.message, at: diagnostic.location, excerpt: diagnostic.excerpt,
      hint: diagnostic.hint,
      notes: diagnostic.notes + ["nothing that was recorded before is lost; exit status 1"])
  }

  /// Writes the message, if there is one, and gives the exit status.
  ///
  /// - Parameter asDocument: Whether standard output gets a JSON document, unless it has one.
  func report(on console: Console, asDocument: Bool) -> ExitStatus {
    note(on: console)
    if asDocument, !console.hasDocument {
      let written = Result {
        if let result {
          try console.print(json: HelpDocument(text: result))
        } else {
          try console.print(json: FailureDocument(self))
        }
      }
      if case .failure = written { return .internalError }
    } else if let result {
      console.print(result)
    }
    return status
  }

  /// Writes the message, if there is one.
  func note(on console: Console) {
    if let text {
      console.note(text)
    } else if !diagnostics.isEmpty {
      console.note(
        styled: DiagnosticRenderer(isColored: console.colorsErrors).render(diagnostics))
    }
  }
}

extension ExitStatus {
  init(_ fault: Fault) {
    self =
      switch fault {
      case .specification: .invalidSpec
      case .data: .invalidData
      case .pipeline: .stoppedByGate
      case .system, .program: .internalError
      }
  }
}

/// A command line that is well formed and still cannot be followed.
struct UsageFailure: ReportableError {
  let diagnostics: [Diagnostic]
  var fault: Fault { .specification }

  init(id: String, _ message: String, hint: String? = nil, notes: [String] = []) {
    diagnostics = [Diagnostic(id: id, message, hint: hint, notes: notes)]
  }
}

extension UsageFailure {
  /// Two forms of the result were asked for, and standard output takes one.
  static let twoForms = UsageFailure(
    id: "one-output", "standard output can hold Markdown or JSON; got --markdown and --json",
    notes: ["leave out one of them"])
}

/// A command that was asked to stop before its end.
struct Interruption: Error {
  let status: ExitStatus
  /// What people read, line by line.
  let lines: [String]

  var text: String { lines.joined(separator: "\n") }

  var diagnostic: Diagnostic {
    Diagnostic(
      id: "interrupted", lines.first ?? "interrupted",
      notes: lines.dropFirst().map { String($0.drop { $0 == " " }) })
  }
}
