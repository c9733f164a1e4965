import Schema

extension ExperimentShape {
  static let data = Field(
    "data",
    .mapping([
      Field("source", source, .required, "Data file, or one file for each split."),
      Field(
        "format",
        .oneOf([
          Rule.Option("csv", "Comma-separated values, also gzipped."),
          Rule.Option("tsv", "Tab-separated values, also gzipped."),
          Rule.Option("idx", "Images and labels in the format of MNIST, also gzipped."),
          Rule.Option("npy", "NumPy array, also gzipped."),
          Rule.Option(
            "svmlight",
            "Sparse rows of SVMlight and LIBSVM, also gzipped: the label, then `qid` if the spec names "
              + "it, then a column `x7` for the index 7 as it is written, from 0 or 1 to the greatest."
          ),
          Rule.Option(
            "sqlite",
            "SQLite database, also gzipped. NULL is a missing value; texts are read as in CSV."),
        ]), .absent("inferred from the file's name and first bytes"),
        "Format of the data files.",
        usedWhen: [.absent("data.source.sqlite"), .absent("data.source.train.sqlite")]),
      Field(
        "csv", csv, .value([:]), "Dialect of delimited text.", usedWhen: [.delimitedText]),
      Field(
        "target", .column, .absent("the labels of an IDX source"), "Name of the column to predict."),
      Field(
        "positive", .label, .absent("the last of the two classes"),
        "Positive class of a binary task: the one that precision and recall refer to.",
        usedWhen: [.task([.binary])]),
      Field(
        "task",
        .oneOf([
          Rule.Option("regression", "Predict a number."),
          Rule.Option("binary", "Predict one of two classes."),
          Rule.Option("multiclass", "Predict one of several classes."),
        ]), .absent("inferred from the target's values"), "Kind of prediction."),
      Field(
        "features",
        .dictionary(
          key: .column,
          value: .scalar(
            .oneOf([
              Rule.Option("number", "Numeric column."),
              Rule.Option("category", "Categorical column, even if its values look like numbers."),
              Rule.Option(
                "date",
                "Dates and times; the inputs are year, month, day, weekday (1 for Monday), hour and "
                  + "days since 1970-01-01, those that are the same in every row left out."),
              Rule.Option("drop", "Not an input."),
            ]))), .value([:]),
        "Roles of columns; those of the others are inferred from their values."),
      Field(
        "row_id", .column, .absent("the row's number"),
        "Column that identifies rows; not an input."),
      Field(
        "weight", .column, .absent("all rows have weight 1"),
        "Column of row weights, which count in training, statistics, checks and metrics: 2 as two "
          + "rows, 0 as none. Not an input."),
      Field("split", split, .value([:]), "Split of the rows into train, dev and test."),
      Field(
        "limit", .count(atLeast: 1), .absent("all rows"),
        "Largest number of rows to read from each file, from its start."),
      Field(
        "cache", .text, .absent("none"),
        "Folder for files that are mapped into memory: the table, which later runs use while its "
          + "source is unchanged, and other large arrays. Without it, data that may take more than "
          + "half of the memory use an unlinked file in the working directory."),
      Field(
        "label_map", .dictionary(key: .label, value: .scalar(.label)), .value([:]),
        "Mapping from spellings of a class in the files to its name."),
      Field(
        "rows_without_target",
        .oneOf([
          Rule.Option("error", "The data are invalid."),
          Rule.Option("drop", "They are left out, and their number is reported."),
        ]), .value("error"), "Treatment of rows whose target is missing."),
    ]), .required, "Data to learn from and to evaluate on.")

  private static let imageFile = Shape.mapping([
    Field("inputs", .path, .required, "File of the images or rows."),
    Field("labels", .path, .required, "File of their labels."),
  ])

  private static let database = Shape.mapping([
    Field("sqlite", .path, .required, "SQLite database, which is only read."),
    Field(
      "query", .text, .absent("all rows of the only table"),
      "SELECT statement that gives the rows."),
  ])

  private static let file = Shape.anyOf([.scalar(.path), imageFile, database])

  private static let source = Shape.anyOf([
    .scalar(.path),
    .mapping([
      Field("train", file, .required, "Training rows."),
      Field(
        "dev", file, .absent("split from train"),
        "Rows for early stopping and other decisions before the test."),
      Field("test", file, .absent("split from train"), "Rows for the final evaluation."),
    ]),
    imageFile,
    database,
  ])

  private static let csv = Shape.mapping([
    Field(
      "header", .boolean, .absent("inferred from the first 100 lines"),
      "Whether the first line holds the names of the columns."),
    Field(
      "delimiter", delimiter,
      .absent("the one of , ; | and tab that divides most of the first 100 lines alike"),
      "Character between the cells of a line."),
    Field(
      "missing",
      .anyOf([
        .list(.scalar(cell), atLeast: 0),
        .dictionary(key: .column, value: .list(.scalar(cell), atLeast: 0)),
      ]), .value(["", "NA", "NaN"]),
      "Cells that stand for a missing value, besides empty ones: for all columns, or by column, the "
        + "default holding for the others. A number covers all ways of writing it."),
    Field("trim", .boolean, .value(false), "Whether to remove spaces around cells."),
    Field(
      "columns", .list(.scalar(.label), atLeast: 1), .absent("those of the header"),
      "Names of the columns, for files without a header."),
    Field(
      "comment", .text, .absent("every line is a row"),
      "Prefix of comment lines: \"#\", or \"|\" in files of the C4.5 family."),
    Field(
      "decimal", separator, .absent("a point"),
      "Decimal separator. With `decimal` or `thousands`, a currency sign ($ € £ ¥) and a percent "
        + "sign beside a number are ignored: `decimal: \".\"` reads `12 %`."),
    Field(
      "thousands", separator, .absent("numbers have none"),
      "Separator between groups of three digits; a blank is also one that breaks no line."),
    Field(
      "encoding",
      .oneOf([
        Rule.Option("utf-8", "Unicode, 8 bits."),
        Rule.Option("latin-1", "ISO 8859-1, Western European."),
        Rule.Option("windows-1252", "Western European with € and typographic quotes."),
        Rule.Option("utf-16", "Unicode, 16 bits, by its byte order mark."),
        Rule.Option("utf-16le", "Unicode, 16 bits, least significant byte first."),
        Rule.Option("utf-16be", "Unicode, 16 bits, most significant byte first."),
      ]), .absent("utf-8, or utf-16 if the file begins with its byte order mark"),
      "Encoding of the text."),
    Field(
      "skip_lines", .count(atLeast: 0), .value(0),
      "Number of lines before the header, or before the first row."),
    Field(
      "skip_footer", .count(atLeast: 0), .value(0),
      "Number of lines behind the last row; empty ones are not counted."),
    Field(
      "date_format", dateFormat, .absent("ISO 8601, such as 2024-10-01 or 2024-10-1 9:05"),
      "Format of dates and times in the directives of `strptime`: \"%d.%m.%Y %H:%M\"."),
  ])

  private static let separator = Rule(
    kind: .string, text: "one character that is no digit, letter, sign, quote or line end",
    pattern: "^[^0-9A-Za-z+\"\\r\\n-]$", counterexamples: ["", ", ", "1", "e", "-", 1]
  ) { value in
    guard case .string(let text) = value, let only = text.unicodeScalars.first else { return false }
    let forbidden = "+-\"\r\n".unicodeScalars
    let isNumberOrLetter = ("0"..."9").contains(only) || only.properties.isAlphabetic
    return text.unicodeScalars.count == 1 && !isNumberOrLetter && !forbidden.contains(only)
  }

  /// The directives of `strptime` that are read.
  private static let directives = "YymdeHIMSfpbBhaAjzZFTRs"

  private static let dateFormat = Rule(
    kind: .string, text: "a format with directives of strptime (%Y %m %d %H %M %S …)",
    pattern: "^([^%]|%%)*%[\(directives)]([^%]|%%|%[\(directives)])*$",
    counterexamples: ["", "yyyy-mm-dd", "%Q", "%Y-%", 1]
  ) { value in
    guard case .string(let text) = value else { return false }
    let parts = text.replacing("%%", with: "").split(
      separator: "%", omittingEmptySubsequences: false
    ).dropFirst()
    return !parts.isEmpty
      && parts.allSatisfy { $0.first.map { directives.contains($0) } ?? false }
  }

  private static let delimiter = Rule(
    kind: .string, text: "one character that is no quote and no line end",
    pattern: "^[^\"\\r\\n]$", counterexamples: ["", ", ", "\"", "\n", 1]
  ) { value in
    guard case .string(let text) = value, let only = text.unicodeScalars.first else { return false }
    return text.unicodeScalars.count == 1 && !"\"\r\n".unicodeScalars.contains(only)
  }

  private static let cell = Rule(
    kind: .string, text: "a text, which may be empty, or a number", readsScalarsAsText: true,
    counterexamples: [.null]
  ) { _ in true }

  private static let fraction = Rule.number(in: 0..<1)

  private static let split = Shape.mapping([
    Field(
      "dev", fraction, .value(0.15), "Fraction of the rows in dev.",
      usedWhen: [
        .absent("data.source.dev"), .absent("data.split.by.column"),
        .anyOf([.absent("data.split.by.every"), .absent("data.source.test")]),
      ]),
    Field(
      "test", fraction, .value(0.15), "Fraction of the rows in test.",
      usedWhen: [
        .absent("data.source.test"), .absent("data.split.by.column"),
        .absent("data.split.by.every"),
      ]),
    Field(
      "by", splitMethod, .absent("stratified for classes, random for numbers"),
      "Method that assigns rows to splits.",
      usedWhen: [isCut]),
    Field(
      "repeats",
      .oneOf([
        Rule.Option(
          "together",
          "Equal rows are in one part. A random or stratified split draws them as one; otherwise the "
            + "train and dev rows that dev or test repeats are left out."),
        Rule.Option("apart", "A random or stratified split draws each row by itself."),
      ]),
      .absent(
        "together where rows are drawn at random, unless columns of few values explain at least "
          + "half of the equal rows"),
      "Handling of rows that are equal in all inputs and the target.",
      usedWhen: ["group", "time", "column"].map {
        .anyOf([keepsRepeatsTogether, .absent(SettingPath("data.split.by.\($0)"))])
      } + [.anyOf([keepsRepeatsTogether, isCut])]),
    Field(
      "seed", .integer(atLeast: 0), .value(1),
      "Seed of the split; `training.seed` does not change the split.",
      usedWhen: [.absent("data.split.by.time"), .absent("data.split.by.column"), isCut]),
  ])

  /// Some part has no file of its own.
  private static let isCut = Condition.anyOf([
    .absent("data.source.dev"), .absent("data.source.test"),
  ])

  private static let keepsRepeatsTogether = Condition.oneOf(
    [.string("together")], at: "data.split.repeats")

  private static let splitMethod = Shape.anyOf([
    .keyed([
      Variant("random", "Random, each row with the same probability.", body: nil),
      Variant("stratified", "Random, with the same class frequencies in each split.", body: nil),
      Variant(
        "group", "Rows with the same value of this column stay in one split.",
        body: .scalar(.column)),
      Variant("time", "Ordered by this column: train first, test last.", body: .scalar(.column)),
      Variant(
        "column", "The split that this column names: train, dev or test.", body: .scalar(.column)),
    ]),
    .mapping([
      Field(
        "every", .count(atLeast: 2), .required,
        "Row i is a test row if i modulo this number equals `remainder`."),
      Field(
        "remainder", .count(atLeast: 0), .value(0),
        "Remainder of the test rows; less than `every`."),
    ]),
  ])
}
