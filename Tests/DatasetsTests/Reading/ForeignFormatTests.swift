import Testing

@testable import Datasets

@Suite struct ForeignFormatTests {
  @Test(arguments: [
    ("t.parquet", Array("PAR1".utf8), "Parquet", "read_parquet"),
    ("t.feather", Array("ARROW1".utf8), "Feather (Arrow)", "read_feather"),
    ("t.xlsx", [0x50, 0x4B, 3, 4], "a ZIP archive, as Excel writes", "read_excel"),
  ])
  func namesTheConversion(name: String, start: [UInt8], found: String, function: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(name, start + [1, 2, 3, 4])
    let failure = try folder.failure(request(path))
    #expect(!failure.isDataInvalid)
    #expect(
      failure.messages == [
        "error: a data file must be CSV, TSV, IDX, NPY, svmlight or SQLite; got \(found) in "
          + "\"\(name)\"\n     = pandas converts it: python3 -c \"import pandas; "
          + "pandas.\(function)('\(name)').to_csv('\(name).csv', index=False)\""
      ])
  }
}
