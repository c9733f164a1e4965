import ArgumentParser
import Datasets
import Diagnostics
import Experiments
import Glibc
import Runs
import Specification

/// An error on its way out of the program: its text and its documented status.
struct Failure {
  private let error: any Error

  init(_ error: any Error) {
    self.error = error
  }

  /// Writes the message, if there is one, and gives the exit status.
  func report(on console: Console) -> ExitStatus {
    let renderer = DiagnosticRenderer(isColored: console.colorsErrors)
    switch error {
    case let status as ExitStatus:
      return status
    case let problems as DiagnosticsError:
      console.note(renderer.render(problems.diagnostics))
      return .invalidSpec
    case let problems as DatasetError:
      console.note(renderer.render(problems.diagnostics))
      return problems.isDataInvalid ? .invalidData : .invalidSpec
    case let problem as SpecificationFileError:
      console.note(renderer.render([problem.diagnostic]))
      return .invalidSpec
    case let problem as FitFailure:
      console.note(renderer.render([Diagnostic(id: "cannot-fit", problem.description)]))
      return .invalidData
    case let problem as UsageFailure:
      console.note(renderer.render([problem.diagnostic]))
      return .invalidSpec
    case let problem as EditFailure:
      console.note(renderer.render([Diagnostic(id: "edit", problem.description)]))
      return .stoppedByGate
    case let problem as FileFailure:
      return report(problem, on: console, renderer)
    default:
      return reportOther(on: console, renderer)
    }
  }

  /// A folder that cannot be made is the user's choice; a disk that is full is not.
  private func report(
    _ problem: FileFailure, on console: Console, _ renderer: DiagnosticRenderer
  ) -> ExitStatus {
    let isPlace = [EACCES, EPERM, EROFS, ENOENT, ENOTDIR].contains(problem.code)
    console.note(
      renderer.render([
        Diagnostic(
          id: "file", problem.description,
          notes: isPlace
            ? ["choose a folder that can be written with --runs DIR"]
            : ["nothing that was recorded before is lost"])
      ]))
    return isPlace ? .invalidSpec : .internalError
  }

  /// The argument parser's own messages, requests for help, and everything unforeseen.
  private func reportOther(on console: Console, _ renderer: DiagnosticRenderer) -> ExitStatus {
    let code = AssayCommand.exitCode(for: error)
    if code == .success {
      console.print(AssayCommand.message(for: error))
      return .done
    }
    if code == .validationFailure {
      console.note(AssayCommand.fullMessage(for: error))
      return .invalidSpec
    }
    console.note(
      renderer.render([
        Diagnostic(
          id: "internal", "\(error)",
          notes: ["nothing that was recorded before is lost; exit status 1"])
      ]))
    return .internalError
  }
}

/// A command line that is well formed and still cannot be followed.
struct UsageFailure: Error {
  let diagnostic: Diagnostic

  init(id: String, _ message: String, hint: String? = nil, notes: [String] = []) {
    diagnostic = Diagnostic(id: id, message, hint: hint, notes: notes)
  }
}
