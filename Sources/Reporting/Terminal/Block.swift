import Text

/// Lines under a label at the left, as in `gate       ✓ 41 checks`, broken at the terminal's edge.
struct Block {
  static let labelWidth = 11

  let width: Int

  /// Pieces that belong together, kept whole where they fit, with " · " between them.
  func lines(_ label: String, _ pieces: [StyledText], separator: String = " · ") -> [StyledText] {
    guard !pieces.isEmpty else { return [] }
    let room = max(20, width - Self.labelWidth)
    var rows: [StyledText] = []
    for piece in pieces {
      for (index, part) in broken(piece, to: room).enumerated() {
        if index == 0, let last = rows.last,
          last.width + TextWidth.columns(of: separator) + part.width <= room
        {
          rows[rows.count - 1] = last + StyledText(separator, .faint) + part
        } else {
          rows.append(part)
        }
      }
    }
    return labelled(label, rows)
  }

  /// Pieces without a label, with " · " between them.
  func flow(_ pieces: [StyledText]) -> [StyledText] {
    var rows: [StyledText] = []
    for piece in pieces.flatMap({ broken($0, to: width) }) {
      if let last = rows.last, last.width + 3 + piece.width <= width {
        rows[rows.count - 1] = last + StyledText(" · ", .faint) + piece
      } else {
        rows.append(piece)
      }
    }
    return rows
  }

  /// A line under a block's rows: a mark, and text that hangs behind it.
  func item(_ mark: StyledText, _ text: StyledText) -> [StyledText] {
    let indent = Self.labelWidth + 2
    let room = max(20, width - indent - mark.width - 1)
    return broken(text, to: room).enumerated().map { index, row in
      let blanks = StyledText(String(repeating: " ", count: mark.width))
      return StyledText(String(repeating: " ", count: indent))
        + (index == 0 ? mark : blanks) + " " + row
    }
  }

  /// Text without a label, broken with an indent for what hangs over.
  func paragraph(_ text: StyledText, indent: Int = 0, hanging: Int = 2) -> [StyledText] {
    let rows = broken(text, to: max(20, width - indent - hanging))
    return rows.enumerated().map { index, row in
      StyledText(String(repeating: " ", count: index == 0 ? indent : indent + hanging)) + row
    }
  }

  func labelled(_ label: String, _ rows: [StyledText]) -> [StyledText] {
    rows.enumerated().map { index, row in
      StyledText(TextWidth.padded(index == 0 ? label : "", to: Self.labelWidth), .strong) + row
    }
  }

  /// The text in rows of at most so many columns, broken between words.
  func broken(_ text: StyledText, to room: Int) -> [StyledText] {
    guard text.width > room else { return [text] }
    var rows: [StyledText] = []
    for word in text.words {
      if let last = rows.last, last.width + 1 + word.width <= room {
        rows[rows.count - 1] = last + " " + word
      } else {
        rows.append(word)
      }
    }
    return rows
  }
}
