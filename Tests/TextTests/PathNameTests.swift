import Testing
import Text

@Suite struct PathNameTests {
  /// As POSIX `dirname` and `basename` split them, but for the folder of a name alone.
  @Test(arguments: [
    (".", "", "."), ("./", "", "."), ("..", "", ".."), ("../", "", ".."), ("/", "/", ""),
    ("//", "/", ""), ("", "", ""), ("a", "", "a"), ("a/", "", "a"), ("a/b", "a", "b"),
    ("a//b", "a", "b"), ("/a", "/", "a"), ("./a.csv", ".", "a.csv"), ("/a/b/", "/a", "b"),
    ("../a/b.csv", "../a", "b.csv"), ("dév/é.csv", "dév", "é.csv"),
  ])
  func aPathIsAFolderAndAName(path: String, folder: String, name: String) {
    let parts = PathName(path)
    #expect(parts.folder == folder)
    #expect(parts.name == name)
  }

  @Test(arguments: [
    ("a.csv", "a", "csv"), ("d.x/a", "a", ""), ("a.csv.gz", "a.csv", "gz"),
    (".hidden", ".hidden", ""),
    ("..", "..", ""), (".", ".", ""), ("a.", "a", ""),
  ])
  func aNameHasAStemAndAnExtension(path: String, stem: String, fileExtension: String) {
    #expect(PathName(path).stem == stem)
    #expect(PathName(path).fileExtension == fileExtension)
  }

  @Test func joinsAFolderAndAName() {
    #expect(PathName.joined("", "a") == "a")
    #expect(PathName.joined("/", "a") == "/a")
    #expect(PathName.joined("d/", "a") == "d/a")
    #expect(PathName.joined("d", "a") == "d/a")
    #expect(PathName.joined("d", "") == "d")
  }
}
