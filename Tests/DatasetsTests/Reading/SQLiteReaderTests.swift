import Diagnostics
import Foundation
import LinearAlgebra
import Schema
import Testing

@testable import Datasets

/// The databases are written by Python's sqlite3: `Fixtures/make_sources.py`.
@Suite struct SQLiteReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ query: String?, of name: String = "passengers.sqlite",
    options: ReadingOptions = ReadingOptions()
  ) throws -> FileTable {
    try SQLiteReader().read(
      DataRequest.FilePath(database: FixtureFile.path(name), query: query), options: options)
  }

  private func failure(_ path: String, query: String?) -> (messages: [String], isData: Bool) {
    do {
      _ = try SQLiteReader().read(
        DataRequest.FilePath(database: path, query: query), options: ReadingOptions())
      return ([], false)
    } catch let error as DatasetError {
      return (folder.messages(of: error), error.isDataInvalid)
    } catch { return (["\(error)"], false) }
  }

  /// A copy of a database in this test's folder.
  private func copy(_ name: String) throws -> String {
    try folder.file(name, FixtureFile.bytes(name))
  }

  @Test func readsCellsByTheirValues() throws {
    let table = try read("SELECT * FROM passengers")
    #expect(table.columns.map(\.name) == ["id", "age", "fare", "port", "survived"])
    #expect(table.columns[0].numbers.count == 5)
    #expect(table.columns[1].numbers.map { $0.isNaN ? -1 : $0 } == [22.5, -1, 26, 35, -1e-300])
    // Texts that are numbers, and one that means missing.
    #expect(table.columns[2].numbers.map { $0.isNaN ? -1 : $0 } == [7.25, 71.2833, -1, 53.1, 12])
    #expect(table.columns[3].texts == ["S", "C", "S", nil, "Québec, \"Q\"\n"])
    #expect(table.columns[4].numbers == [0, 1, 1, 1, 0])
    let bytes = try FixtureFile.bytes("passengers.sqlite")
    #expect(table.sources[0].sha256 == SHA256.digest(of: bytes))
    #expect(table.sources[0].byteCount == bytes.count)
  }

  @Test func namesKeepTheirText() throws {
    let options = ReadingOptions(textColumns: ["id", "fare"])
    let table = try read("SELECT id, fare FROM passengers", options: options)
    #expect(table.columns[0].texts == ["9007199254740993", "9007199254740992", "3", "4", "5"])
    #expect(table.columns[1].texts == ["7.25", "71.2833", nil, "53.1", "0012"])
  }

  @Test func numbersBesideTextsAreTexts() throws {
    let table = try read(
      "SELECT CASE WHEN id < 9 THEN survived + 0.5 ELSE port END AS m FROM passengers")
    #expect(table.columns[0].texts == ["S", "C", "1.5", "1.5", "0.5"])
  }

  @Test func queriesJoinAndTheLimitHolds() throws {
    let table = try read(
      "SELECT p.id AS id, name FROM passengers p JOIN ports USING (port) ORDER BY p.id",
      options: ReadingOptions(limit: 2))
    #expect(table.columns[0].numbers == [3, 9_007_199_254_740_992])
    #expect(table.columns[1].texts == ["Southampton", "Cherbourg"])
  }

  @Test func aFileThatIsLoadedHasItsFormatFromItsBytes() throws {
    let path = try folder.file("n.db", FixtureFile.bytes("numbers.sqlite"))
    let loaded = try DatasetLoader().load(request(path, target: "b"))
    #expect(loaded.dataset.table["a"]?.numbers == [0, 2, 4])
  }

  @Test func wrongQueriesAreErrorsOfTheSpec() throws {
    let path = try copy("passengers.sqlite")
    func messages(_ query: String?) -> [String] {
      let found = failure(path, query: query)
      #expect(!found.isData)
      return found.messages
    }
    let tables = "\n     = tables: passengers, ports"
    #expect(
      messages("SELECT * FROM passenger") == [
        "error: a query must be a SELECT that SQLite can run; got: no such table: passenger"
          + tables
      ])
    #expect(
      messages("SELEC 1") == [
        "error: a query must be a SELECT that SQLite can run; got: near \"SELEC\": syntax error"
          + tables
      ])
    #expect(
      messages("DELETE FROM ports") == [
        "error: a query must be a SELECT that SQLite can run; got: a statement that is no SELECT"
          + tables
      ])
    #expect(
      messages("SELECT port, 1 AS port FROM ports") == [
        "error: the columns of a query must have different names; got \"port\" twice\n"
          + "     = AS gives a column another name: SELECT a.id AS a_id, b.id AS b_id …"
      ])
    #expect(
      messages(nil) == [
        "error: \"passengers.sqlite\" must have one table where no query is given; got "
          + "\"passengers\", \"ports\"\n"
          + "     = data.source: {sqlite: passengers.sqlite, query: \"SELECT …\"}"
      ])
    #expect(
      try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        == FixtureFile.bytes("passengers.sqlite"))
  }

  @Test func unusableFilesAreErrorsOfTheData() throws {
    func messages(_ path: String, _ query: String? = nil) -> [String] {
      let found = failure(path, query: query)
      #expect(found.isData)
      return found.messages
    }
    #expect(
      messages(try folder.file("a.sqlite", "a,b\n1,2\n")) == [
        "error: \"a.sqlite\" must be a SQLite database; got other bytes at its start"
      ])
    #expect(
      messages(try folder.file("e.sqlite", "")) == [
        "error: \"e.sqlite\" must be a SQLite database; got an empty file"
      ])
    let half = Array(try FixtureFile.bytes("passengers.sqlite").prefix(700))
    #expect(
      messages(try folder.file("half.sqlite", half), "SELECT * FROM ports") == [
        "error: \"half.sqlite\" must be a whole SQLite database; got: database disk image is malformed"
      ])
    #expect(
      messages(try copy("blob.sqlite")) == [
        "error: a cell must be NULL, a number or text; got a BLOB of 3 bytes in row 1 of column "
          + "\"image\" of \"blob.sqlite\"",
        "error: a cell must be NULL, a number or text; got a BLOB of 1 byte in row 3 of column "
          + "\"image\" of \"blob.sqlite\"",
      ])
    #expect(
      messages(try copy("numbers.sqlite"), "SELECT * FROM numbers WHERE a > 9") == [
        "error: \"numbers.sqlite\" must have rows; the query gives none"
      ])
    _ = try folder.file("numbers.sqlite-wal", "changes")
    #expect(
      messages("\(folder.path)/numbers.sqlite") == [
        "error: \"numbers.sqlite\" must hold all of the database; got changes in "
          + "\"numbers.sqlite-wal\"\n     = when no program writes to it: sqlite3 numbers.sqlite "
          + "\"PRAGMA wal_checkpoint(TRUNCATE)\""
      ])
  }

  /// The write lock that SQLite's writers hold while they change the file: bytes 2³⁰ to 2³⁰ + 512.
  @Test func aLockedDatabaseIsNamed() throws {
    let path = try copy("numbers.sqlite")
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    (lock.l_start, lock.l_len) = (1 << 30, 512)
    // F_OFD_SETLK: a lock of the open file, unlike one of the process, also holds against this process.
    try #require(fcntl(descriptor, 37, &lock) == 0)
    let found = failure(path, query: nil)
    #expect(found.isData)
    #expect(
      found.messages == [
        "error: \"numbers.sqlite\" must not be locked; another program is writing to it"
      ])
  }

  @Test func aWrongQueryIsShownWhereItIsWritten() throws {
    var request = request(try copy("passengers.sqlite"), target: "survived")
    request.source = .file(
      DataRequest.FilePath(database: "\(folder.path)/passengers.sqlite", query: "SELEC 1"))
    func mark(_ line: Int) -> Mark {
      Mark(
        location: SourceLocation(file: "s.yaml", line: line, column: 12),
        excerpt: Excerpt(line: "  query: SELEC 1", length: 7))
    }
    request.marks = ["source": mark(4), "source.query": mark(6)]
    #expect(
      try folder.failure(request).messages.first?.hasPrefix("s.yaml:6:12: error: a query") == true)
    request.source = .parts(
      train: DataRequest.FilePath(
        database: "\(folder.path)/passengers.sqlite", query: "SELECT * FROM passengers"), dev: nil,
      test: DataRequest.FilePath(
        database: "\(folder.path)/passengers.sqlite", query: "SELECT port, port FROM ports"))
    request.marks["source.test.query"] = mark(9)
    #expect(
      try folder.failure(request).messages.first?.hasPrefix("s.yaml:9:12: error: the col") == true)
  }

  @Test func adviceForADatabaseIsAQuery() throws {
    let path = try copy("passengers.sqlite")
    var request = request(path, target: "survived")
    request.source = .file(
      DataRequest.FilePath(
        database: path, query: "SELECT survived, iif(id = 3, 'n/a', age) AS age FROM passengers"))
    request.features = ["age": .number]
    #expect(
      try folder.failure(request).messages.first?.contains(
        "if it means a missing value: NULLIF(age, 'n/a') in the query") == true)
  }
}
