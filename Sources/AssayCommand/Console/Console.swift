import FoundationEssentials
import Glibc
import Synchronization
import Text

/// Where a command writes: results to standard output, everything else to standard error.
///
/// All that is written passes through it, so that nothing from data, records or arguments is obeyed
/// by a terminal, and so that results that cannot be written are a failure of the command.
struct Console: Sendable {
  /// How the two streams are connected.
  struct Stream: Sendable {
    let descriptor: Int32
    let isTerminal: Bool

    init(_ descriptor: Int32) {
      self.descriptor = descriptor
      isTerminal = isatty(descriptor) == 1
    }
  }

  let output: Stream
  let errors: Stream
  /// Whether the environment allows colours at all.
  let allowsColor: Bool
  private let results = Results()

  /// What became of the results.
  private final class Results: Sendable {
    let hasDocument = Atomic(false)
    /// The value of `errno` of the first failure to write; 0 for none.
    let failure = Atomic<Int32>(0)
  }

  static let standard = Console(environment: ProcessInfo.processInfo.environment)

  /// `NO_COLOR` (any value) and `TERM=dumb` forbid colours.
  init(environment: [String: String]) {
    output = Stream(STDOUT_FILENO)
    errors = Stream(STDERR_FILENO)
    allowsColor =
      (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// Whether results may be coloured: on a terminal only.
  var colorsOutput: Bool { allowsColor && output.isTerminal }

  var colorsErrors: Bool { allowsColor && errors.isTerminal }

  /// Columns of the terminal; 100 where there is none.
  var width: Int {
    var size = winsize()
    for stream in [output, errors] where stream.isTerminal {
      if ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        return Int(size.ws_col)
      }
    }
    return 100
  }

  /// A line of results.
  func print(_ text: String, terminator: String = "\n") {
    writeResult(TerminalText.safe(text + terminator))
  }

  /// Lines of results whose names from data were made visible before they were styled.
  func print(styled lines: [String]) {
    writeResult(
      TerminalText.safe(lines.joined(separator: "\n") + "\n", keepsStyles: colorsOutput))
  }

  /// A document for `--json`; a command prints one.
  func print(json document: some Encodable) throws {
    print(jsonText: try JSON.text(of: document, pretty: true))
  }

  /// A document for `--json` that is JSON already.
  func print(jsonText: String) {
    writeResult(TerminalText.safeJSON(jsonText + "\n"))
    results.hasDocument.store(true, ordering: .relaxed)
  }

  /// Whether a document has been printed.
  var hasDocument: Bool { results.hasDocument.load(ordering: .relaxed) }

  /// A piece of a file that is written to standard output, as it is unless a terminal shows it.
  ///
  /// **Errors** the status where it cannot be written; `close` says why
  func print(piece bytes: [UInt8]) throws {
    let bytes =
      output.isTerminal
      ? Array(TerminalText.safe(String(decoding: bytes, as: UTF8.self)).utf8) : bytes
    if let code = StreamWriter.write(bytes, to: output.descriptor) {
      fail(code)
      throw ExitStatus.internalError
    }
  }

  /// A line about what is going on.
  func note(_ text: String) { write(TerminalText.safe(text + "\n"), to: errors) }

  /// A styled line about what is going on, as diagnostics are rendered.
  func note(styled text: String) {
    write(TerminalText.safe(text + "\n", keepsStyles: colorsErrors), to: errors)
  }

  /// Replaces the live line on the errors stream; an empty text removes it.
  func redraw(_ text: String) {
    write("\r\u{1B}[2K" + TerminalText.safe(text, keepsStyles: colorsErrors), to: errors)
  }

  /// Closes standard output.
  ///
  /// - Returns: Why results are missing from it; nil where all were written.
  func close() -> String? {
    if Glibc.close(output.descriptor) != 0, errno != EBADF { fail(errno) }
    let code = results.failure.load(ordering: .relaxed)
    return code == 0 ? nil : String(cString: strerror(code))
  }

  private func writeResult(_ text: String) {
    if let code = write(text, to: output) { fail(code) }
  }

  private func fail(_ code: Int32) {
    _ = results.failure.compareExchange(expected: 0, desired: code, ordering: .relaxed)
  }

  /// - Returns: The value of `errno` where not all could be written.
  @discardableResult
  private func write(_ text: String, to stream: Stream) -> Int32? {
    StreamWriter.write(Array(text.utf8), to: stream.descriptor)
  }
}
