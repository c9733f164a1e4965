import Foundation
import Testing

@testable import Experiments

@Suite struct WorkingCopyTests {
  /// Lines as git 2.39 writes them.
  @Test func readsWhatGitSays() throws {
    let hash = "43cd580981829370c4334ba5f0d37f22aa7c1234"
    let zero = String(repeating: "0", count: 40)
    let copy = try #require(
      WorkingCopy(
        status: """
          # branch.oid \(hash)
          # branch.head main
          # branch.upstream origin/main
          # branch.ab +1 -0
          1 .M N... 100644 100644 100644 \(zero) \(zero) Package.swift
          1 A. N... 000000 100644 100644 \(zero) \(zero) a file with blanks.txt
          2 R. N... 100644 100644 100644 \(zero) \(zero) R100 new.txt\told.txt
          u UU N... 100644 100644 100644 100644 \(zero) \(zero) \(zero) both.txt
          ? notes/

          """))
    #expect(copy.commit == hash)
    #expect(
      copy.uncommittedFiles == [
        "Package.swift", "a file with blanks.txt", "old.txt -> new.txt", "both.txt", "notes/",
      ])
  }

  @Test func knowsNoCommitBeforeTheFirst() {
    #expect(WorkingCopy(status: "# branch.oid (initial)\n# branch.head main\n") == nil)
    #expect(WorkingCopy(status: "") == nil)
  }

  @Test func asksGit() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "assay-copy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(WorkingCopy.read(in: folder.path) == nil, "no repository")
    func git(_ words: String...) throws {
      _ = try #require(
        Subprocess.output(
          of: ["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b"] + words))
    }
    try git("init", "-q")
    try "1".write(to: folder.appending(path: "kept"), atomically: true, encoding: .utf8)
    try git("add", "kept")
    try git("commit", "-q", "-m", "first")
    #expect(WorkingCopy.read(in: folder.path)?.uncommittedFiles == [])
    try "2".write(to: folder.appending(path: "kept"), atomically: true, encoding: .utf8)
    try "3".write(to: folder.appending(path: "added"), atomically: true, encoding: .utf8)
    let copy = try #require(WorkingCopy.read(in: folder.path))
    #expect(copy.uncommittedFiles == ["kept", "added"])
    #expect(copy.commit.count == 40)
  }

  @Test func aProgramThatFailsSaysNothing() {
    #expect(Subprocess.output(of: ["false"]) == nil)
    #expect(Subprocess.output(of: ["no-such-program-anywhere"]) == nil)
    #expect(Subprocess.output(of: ["echo", "a b"]) == "a b\n")
  }
}
