import Foundation
import Testing

@testable import Experiments

/// A repository whose configuration names programs: reading it must run none of them.
@Suite struct SafeGitTests {
  /// A repository with one commit and a program that leaves a mark when it is run.
  private struct HostileRepository {
    let folder: URL
    var program: String { folder.appending(path: "program.sh").path }
    private var mark: URL { folder.appending(path: ".git/mark") }

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(
        path: "assay-hostile-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try git("init", "-q")
      try write("#!/bin/sh\necho \"$0 $@\" >> '\(mark.path)'\n", to: "program.sh")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      try write("1", to: "kept")
      try git("add", "-A")
      try git("commit", "-q", "-m", "first")
    }

    func git(_ words: String...) throws {
      let identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
      let command = ["git", "-C", folder.path] + identity + words
      _ = try #require(Subprocess.output(of: command), "\(words)")
    }

    func write(_ text: String, to name: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// Adds lines to the repository's configuration; git itself is not asked, since it would obey.
    func configure(_ text: String) throws {
      let path = folder.appending(path: ".git/config")
      let before = try String(contentsOf: path, encoding: .utf8)
      try (before + text).write(to: path, atomically: true, encoding: .utf8)
    }

    /// What was run.
    var marks: String { (try? String(contentsOf: mark, encoding: .utf8)) ?? "" }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  /// Each way in which `git status` runs a program of the repository.
  @Test(arguments: ["fsmonitor", "filter", "process", "includeIf", "worktree"])
  func runsNoProgramOfTheRepository(_ way: String) throws {
    let repository = try HostileRepository()
    defer { repository.remove() }
    try repository.write("* filter=f diff=d\n", to: ".gitattributes")
    let program = repository.program
    switch way {
    case "fsmonitor": try repository.configure("[core]\n\tfsmonitor = \(program)\n")
    case "filter":
      try repository.configure(
        "[filter \"f\"]\n\tclean = \(program)\n\tsmudge = \(program)\n\trequired = true\n")
    case "process": try repository.configure("[filter \"f\"]\n\tprocess = \(program)\n")
    case "includeIf":
      try repository.write("[core]\n\tfsmonitor = \(program)\n", to: ".git/more")
      try repository.configure("[includeIf \"gitdir:**\"]\n\tpath = more\n")
    default:
      try repository.configure("[extensions]\n\tworktreeConfig = true\n")
      try repository.write("[core]\n\tfsmonitor = \(program)\n", to: ".git/config.worktree")
    }
    // What status does not run by itself is in the same configuration.
    try repository.configure(
      "[core]\n\thooksPath = \(repository.folder.path)\n\tpager = \(program)\n"
        + "\tsshCommand = \(program)\n\taskPass = \(program)\n[diff]\n\texternal = \(program)\n"
        + "[diff \"d\"]\n\ttextconv = \(program)\n[credential]\n\thelper = !\(program)\n")
    try repository.write("2", to: "kept")
    _ = Subprocess.output(of: ["git", "-C", repository.folder.path, "status"])
    #expect(repository.marks != "", "git status alone must run the program, or nothing is tested")
    try FileManager.default.removeItem(at: repository.folder.appending(path: ".git/mark"))
    let copy = try #require(WorkingCopy.read(in: repository.folder.path))
    #expect(repository.marks == "")
    #expect(copy.uncommittedFiles == ["kept", ".gitattributes"])
  }

  /// The missing tree of a partial clone would be fetched with the program.
  @Test func fetchesNoMissingObject() throws {
    let repository = try HostileRepository()
    defer { repository.remove() }
    let tree = try #require(
      Subprocess.output(of: ["git", "-C", repository.folder.path, "rev-parse", "HEAD^{tree}"])
    )
    .trimmingCharacters(in: .newlines)
    try FileManager.default.removeItem(
      at: repository.folder.appending(path: ".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))"))
    try repository.configure(
      "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = evil\n"
        + "[remote \"evil\"]\n\turl = .\n\tpromisor = true\n\tuploadpack = \(repository.program)\n"
        + "[protocol \"file\"]\n\tallow = always\n")
    _ = Subprocess.output(of: ["git", "-C", repository.folder.path, "status"])
    #expect(repository.marks != "", "git status alone must run the program, or nothing is tested")
    try FileManager.default.removeItem(at: repository.folder.appending(path: ".git/mark"))
    #expect(WorkingCopy.read(in: repository.folder.path) == nil)
    #expect(repository.marks == "")
  }

  @Test func asksNothingWhereAFilterCannotBeSwitchedOff() throws {
    let repository = try HostileRepository()
    defer { repository.remove() }
    try repository.write("* filter=a=b\n", to: ".gitattributes")
    try repository.configure("[filter \"a=b\"]\n\tclean = \(repository.program)\n")
    try repository.write("2", to: "kept")
    #expect(WorkingCopy.read(in: repository.folder.path) == nil)
    #expect(repository.marks == "")
  }

  /// The configuration of a submodule is its own.
  @Test func doesNotEnterSubmodules() throws {
    let repository = try HostileRepository()
    defer { repository.remove() }
    let inner = try HostileRepository()
    defer { inner.remove() }
    try repository.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.folder.path, "inner")
    try repository.git("commit", "-q", "-m", "second")
    let config = repository.folder.appending(path: ".git/modules/inner/config")
    let before = try String(contentsOf: config, encoding: .utf8)
    try (before + "[core]\n\tfsmonitor = \(repository.program)\n").write(
      to: config, atomically: true, encoding: .utf8)
    #expect(WorkingCopy.read(in: repository.folder.path)?.uncommittedFiles == [])
    #expect(repository.marks == "")
  }
}
