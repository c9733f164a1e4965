/// A table whose columns know how they are set.
struct HTMLTable {
  enum Column {
    case text(String)
    /// Numbers: set to the right with figures of one width.
    case number(String)
    /// Takes the room that is left.
    case wide(String)

    var title: String {
      switch self {
      case .text(let title), .number(let title), .wide(let title): title
      }
    }

    var attribute: HTML {
      switch self {
      case .text: ""
      case .number: " class=\"number\""
      case .wide: " class=\"broad\""
      }
    }
  }

  let columns: [Column]
  var rows: [[HTML]] = []

  /// The table in a frame that scrolls sideways on narrow screens.
  var html: HTML {
    let head = HTML(columns.map { "<th scope=\"col\"\($0.attribute)>\($0.title)</th>" })
    let body = HTML(
      rows.map { row in
        let cells = zip(columns, row).enumerated().map { index, pair -> HTML in
          index == 0
            ? "<th scope=\"row\"\(pair.0.attribute)>\(pair.1)</th>"
            : "<td\(pair.0.attribute)>\(pair.1)</td>"
        }
        return "<tr>\(cells)</tr>"
      })
    let titles: HTML =
      columns.allSatisfy { $0.title.isEmpty } ? "" : "<thead><tr>\(head)</tr></thead>"
    return "<div class=\"scroll\"><table>\(titles)<tbody>\(body)</tbody></table></div>"
  }
}
