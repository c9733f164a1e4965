internal import CYAML

/// The events of a YAML text in order, each with its start and its end.
///
/// libyaml parses. Its Swift wrapper is not used: its nodes drop where a value ends, stop at the
/// first duplicate key and hash whole subtrees, so that an alias bomb used as a key never ends.
final class YAMLEventReader {
  /// libyaml keeps pointers into its parser, which therefore must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  init(text: String) {
    let utf8 = text.utf8
    self.text = .allocate(capacity: max(1, utf8.count))
    _ = self.text.initialize(from: utf8)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else { fatalError("no memory for a YAML parser") }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, self.text.baseAddress, utf8.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }

  /// The next event; `.streamEnd` is the last.
  func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(
      kind: kind(of: event), start: YAMLPosition(event.start_mark),
      end: YAMLPosition(event.end_mark))
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    let data = event.data
    switch event.type {
    case YAML_ALIAS_EVENT:
      return .alias(string(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: bytes, as: UTF8.self),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
        YAMLEvent.Properties(anchor: string(scalar.anchor), tag: string(scalar.tag)))
    case YAML_SEQUENCE_START_EVENT:
      let list = data.sequence_start
      return .listStart(
        YAMLEvent.Properties(anchor: string(list.anchor), tag: string(list.tag)),
        isFlow: list.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let mapping = data.mapping_start
      return .mappingStart(
        YAMLEvent.Properties(anchor: string(mapping.anchor), tag: string(mapping.tag)),
        isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_STREAM_START_EVENT: return .streamStart
    default: return .streamEnd
    }
  }

  private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
  }

  private func syntaxError() -> YAMLSyntaxError {
    YAMLSyntaxError(
      problem: parser.pointee.problem.map { String(cString: $0) } ?? "no memory",
      position: YAMLPosition(parser.pointee.problem_mark),
      context: parser.pointee.context.map { String(cString: $0) },
      contextPosition: YAMLPosition(parser.pointee.context_mark))
  }
}

/// A part of a YAML text as it comes along.
struct YAMLEvent {
  let kind: Kind
  let start: YAMLPosition
  let end: YAMLPosition

  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(String, isPlain: Bool, Properties)
    case listStart(Properties, isFlow: Bool)
    case mappingStart(Properties, isFlow: Bool)
    case listEnd, mappingEnd
  }

  /// What may stand before a value: `&anchor` and `!tag`.
  struct Properties {
    let anchor: String?
    let tag: String?
  }
}

/// A line and a column, both from 1; the column counts Unicode scalars.
struct YAMLPosition: Equatable {
  let line: Int
  let column: Int

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}

/// Why a text is not YAML, in libyaml's words.
struct YAMLSyntaxError: Error {
  let problem: String
  let position: YAMLPosition
  let context: String?
  let contextPosition: YAMLPosition
}
