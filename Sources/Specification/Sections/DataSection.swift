import Schema

extension ExperimentShape {
  static let data = Field(
    "data",
    .mapping([
      Field("source", source, .required, "The file of the rows, or one for each part."),
      Field(
        "format",
        .oneOf([
          Rule.Option("csv", "Cells between commas, also gzipped."),
          Rule.Option("tsv", "Cells between tabs, also gzipped."),
          Rule.Option("idx", "Images and labels as MNIST has them, also gzipped."),
          Rule.Option("npy", "An array as NumPy saves it, also gzipped."),
        ]), .absent("told by the file's name and first bytes"), "How the files are written."),
      Field("csv", csv, .value([:]), "How delimited text is read."),
      Field(
        "target", .column, .absent("the labels of an IDX source"), "The column to be predicted."),
      Field(
        "positive", .label, .absent("the last of the two classes"),
        "The class that precision, recall and the like are about, of two."),
      Field(
        "task",
        .oneOf([
          Rule.Option("regression", "A number."),
          Rule.Option("binary", "One of two classes."),
          Rule.Option("multiclass", "One of several classes."),
        ]), .absent("told by the target's values"), "What is to be predicted."),
      Field(
        "features",
        .dictionary(
          key: .column,
          value: .scalar(
            .oneOf([
              Rule.Option("number", "Its cells are numbers."),
              Rule.Option("category", "Its cells are names, even if they look like numbers."),
              Rule.Option("drop", "It is not used."),
            ]))), .value([:]), "What columns are used as; the rest is told by their cells."),
      Field(
        "row_id", .column, .absent("the row's number"),
        "The column that names a row; not an input."),
      Field(
        "weight", .column, .absent("all rows weigh the same"),
        "The column that says how much a row counts; not an input."),
      Field("split", split, .value([:]), "How rows are divided into train, dev and test."),
      Field(
        "limit", .integer(atLeast: 1), .absent("all rows"),
        "Use only so many rows of each file, from its start."),
      Field(
        "scratch", .text, .value("auto"),
        "Where large arrays lie: `never` in a file, in one in this folder, or (`auto`) in one in the "
          + "working directory once the data may take half of the memory."),
      Field(
        "cache", .text, .absent("nothing is kept"),
        "A folder that keeps the tables of text and gzipped files, so that the next run takes them "
          + "from there while the files are unchanged."),
      Field(
        "label_map", .dictionary(key: .label, value: .scalar(.label)), .value([:]),
        "Other spellings of a class: from what a file says to what it means."),
    ]), .required, "What is learned from.")

  private static let imageFile = Shape.mapping([
    Field("inputs", .path, .required, "The file of the images or rows."),
    Field("labels", .path, .required, "The file of their labels."),
  ])

  private static let file = Shape.anyOf([.scalar(.path), imageFile])

  private static let source = Shape.anyOf([
    .scalar(.path),
    .mapping([
      Field("train", file, .required, "The rows to learn from."),
      Field("dev", file, .absent("cut from train"), "The rows to decide by while training."),
      Field("test", file, .absent("cut from train"), "The rows to judge by at the end."),
    ]),
    imageFile,
  ])

  private static let csv = Shape.mapping([
    Field(
      "header", .boolean, .absent("told by the first lines"),
      "Whether the first line names the columns."),
    Field(
      "delimiter", delimiter,
      .absent("the one of , ; | and tab that divides the first line most often"),
      "What stands between cells."),
    Field(
      "missing", .list(.scalar(cell), atLeast: 0), .value(["", "NA", "NaN"]),
      "Cells that mean that the value is missing."),
    Field("trim", .boolean, .value(false), "Whether blanks around a cell are dropped."),
    Field(
      "columns", .list(.scalar(.label), atLeast: 1), .absent("those of the header"),
      "Names for the columns, for files without a header."),
    Field(
      "comment", .text, .absent("every line is a row"),
      "Lines that begin so are no rows: \"#\", or \"|\" in files of the C4.5 family."),
  ])

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

  private static let share = Rule.number(in: 0..<1)

  private static let split = Shape.mapping([
    Field("dev", share, .value(0.15), "Share of the rows to decide by while training."),
    Field("test", share, .value(0.15), "Share of the rows to judge by at the end."),
    Field(
      "by", splitMethod, .absent("stratified for classes, random for numbers"),
      "How rows are dealt to the parts."),
  ])

  private static let splitMethod = Shape.anyOf([
    .keyed([
      Variant("random", "Every row with the same chance.", body: nil),
      Variant("stratified", "Each class in the same shares.", body: nil),
      Variant("group", "No value of this column in two parts.", body: .scalar(.column)),
      Variant("time", "Train is earliest by this column, test latest.", body: .scalar(.column)),
      Variant("column", "This column says train, dev or test.", body: .scalar(.column)),
    ]),
    .mapping([
      Field(
        "every", .integer(atLeast: 2), .required,
        "Row i is a test row when i modulo this is the remainder."),
      Field("remainder", .integer(atLeast: 0), .value(0), "See every; less than it."),
    ]),
  ])
}
