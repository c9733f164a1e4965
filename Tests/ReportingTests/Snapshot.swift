import Foundation
import Testing

/// Compares text with a file beside the tests.
///
/// `RECORD_SNAPSHOTS=1` writes the files anew, and the test fails, so that nobody records by
/// accident.
func expectSnapshot(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Snapshots/\(name)")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = try String(contentsOf: url, encoding: .utf8)
  guard text != expected else { return }
  let lines = (text.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
  let count = max(lines.0.count, lines.1.count)
  let differing = (0..<count).first { index in
    (index < lines.0.count ? lines.0[index] : nil) != (index < lines.1.count ? lines.1[index] : nil)
  }
  let index = differing ?? 0
  Issue.record(
    """
    \(name) differs from line \(index + 1) on
      expected: \(index < lines.1.count ? lines.1[index] : "(end)")
      got:      \(index < lines.0.count ? lines.0[index] : "(end)")
    """, sourceLocation: sourceLocation)
}
