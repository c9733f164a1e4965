import Foundation
import Testing

/// Names of columns, classes and rows that a terminal would obey, through every command.
@Suite struct HostileNamesTests {
  /// A window title, a cleared screen, an 8-bit escape, a bell, an override of direction and a mark.
  private static let title = "\u{1B}]0;title\u{7}"
  private static let clear = "\u{1B}[2J"
  private static let short = "\u{9B}31m"
  private static let override = "\u{202E}"
  private static let mark = "\u{200F}"

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control: scalar != "\n" && scalar != "\t"
    case .format: scalar.value != 0x200D
    case .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private func spec(in folder: URL) throws -> String {
    var table = "x\(Self.title),z\(Self.clear),id,g\(Self.override),y\(Self.short)\n"
    for i in 0..<120 {
      let label = i * 7 % 11 > 4 ? "yes\(Self.title)" : "no\(Self.mark)"
      table +=
        "\(i * 7 % 11).5,\(i * i % 13),row \(i)\(Self.clear),"
        + "\(i % 3 == 0 ? "m\(Self.clear)" : "f\(Self.override)"),\(label)\n"
    }
    try table.write(to: folder.appending(path: "t.csv"), atomically: true, encoding: .utf8)
    let path = folder.appending(path: "t.yaml").path
    try """
    spec: 1
    name: hostile
    question: "Is this \\e[2J safe?"
    data:
      source: \(folder.path)/t.csv
      target: "y\\x9B31m"
      row_id: id
    model: logistic
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func noCommandWritesAControlCharacter() throws {
    let program = try Program()
    defer { program.clean() }
    let path = try spec(in: program.runs)
    let data = "\(program.runs.path)/t.csv"
    var seen = ""
    let commands: [(words: [String], knowsRuns: Bool)] = [
      (["validate", path], false), (["validate", path, "--resolved"], false),
      (["validate", path, "--json"], false), (["check", path], true), (["run", path], true),
      (["run", path, "training.seed=1,2"], true), (["show", "latest"], true),
      (["show", "latest", "--json"], true), (["compare", "latest", "hostile@latest"], true),
      (["runs"], true), (["reproduce", "latest"], true), (["report", "latest", "-o", "-"], true),
      (["init", data, "--target", "y\(Self.short)", "-o", "-"], false),
      (["init", data, "-o", "-"], false),
      (["validate", path, "data.target=\(Self.clear)"], false),
      (["validate", "\(Self.title).yaml"], false), (["explain", Self.clear], false),
      (["frobnicate\(Self.title)"], false), (["show", Self.clear], true),
      (["run", "--no\(Self.title)"], true),
    ]
    for command in commands {
      let result =
        try command.knowsRuns
        ? program.run(command.words)
        : Subprocess.run(Program.path, command.words, in: SourceTree.root)
      for text in [result.output, result.errors] {
        let control = text.unicodeScalars.first(where: Self.isControl)
        #expect(
          control == nil, "\(command.words) writes U+\(String(control?.value ?? 0, radix: 16))")
      }
      #expect(!(result.output + result.errors).isEmpty, "\(command.words)")
      seen += result.output + result.errors
    }
    #expect(seen.contains("�]0;title�"), "names must be shown, or nothing is tested")
    #expect(seen.contains("�[2J"))
  }

  /// The drafted spec and JSON documents have the names themselves, escaped.
  @Test func documentsKeepTheNames() throws {
    let program = try Program()
    defer { program.clean() }
    let path = try spec(in: program.runs)
    let validation =
      try JSONSerialization.jsonObject(
        with: Data(Program.run("validate", path, "--json").output.utf8)) as? [String: Any]
    let first = (validation?["validations"] as? [[String: Any]])?.first
    #expect(first?["target"] as? String == "y\(Self.short)")
    let draft = program.runs.appending(path: "draft.yaml").path
    let initialized = try Program.run(
      "init", "\(program.runs.path)/t.csv", "--target", "y\(Self.short)", "-o", draft)
    #expect(initialized.status == 0, "\(initialized.errors)")
    let text = try String(contentsOfFile: draft, encoding: .utf8)
    #expect(!text.unicodeScalars.contains(where: Self.isControl))
    let validated = try Program.run("validate", draft)
    #expect(validated.status == 0, "\(validated.errors)")
  }
}
