import FoundationEssentials
import Glibc
import Text

/// Where a command writes: results to standard output, everything else to standard error.
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
  func print(_ text: String, terminator: String = "\n") { write(text + terminator, to: output) }

  /// A document for `--json`.
  func print(json document: some Encodable) throws {
    print(try JSON.text(of: document, pretty: true))
  }

  /// A line about what is going on.
  func note(_ text: String) { write(text + "\n", to: errors) }

  /// Text for the errors stream as it is: for the live line.
  func draw(_ text: String) { write(text, to: errors) }

  /// A reader that has gone away (`assay runs | head`) ends the writing, not the program.
  private func write(_ text: String, to stream: Stream) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes {
        Glibc.write(stream.descriptor, $0.baseAddress, $0.count)
      }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
