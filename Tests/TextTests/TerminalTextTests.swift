import Testing

@testable import Text

@Suite struct TerminalTextTests {
  /// A window title, a cleared screen, an 8-bit escape, a mark and an override of direction.
  @Test(arguments: [
    ("x\u{1B}]0;title\u{7}", "x�]0;title�"), ("\u{1B}[2J", "�[2J"), ("\u{9B}2J", "�2J"),
    ("a\rb\u{8}", "a�b�"), ("\u{7F}", "�"), ("\u{200F}a\u{202E}b\u{61C}", "�a�b�"),
    ("\u{2028}", "�"), ("\u{2066}a\u{2069}", "�a�"), ("\u{1B}[31mred\u{1B}[0m", "�[31mred�[0m"),
    ("line\n\ttab", "line\n\ttab"), ("é–β 日本 👩‍👩‍👧 ▁█ ✓", "é–β 日本 👩‍👩‍👧 ▁█ ✓"), ("", ""),
  ])
  func makesControlsVisible(text: String, shown: String) {
    #expect(TerminalText.safe(text) == shown)
  }

  @Test(arguments: [
    ("\u{1B}[1;31mred\u{1B}[0m", "\u{1B}[1;31mred\u{1B}[0m"), ("\u{1B}[2J", "�[2J"),
    ("\u{1B}[31", "�[31"), ("\u{1B}]0;a\u{7}\u{1B}[m", "�]0;a�\u{1B}[m"),
  ])
  func keepsOnlyStyles(text: String, shown: String) {
    #expect(TerminalText.safe(text, keepsStyles: true) == shown)
  }

  @Test func escapesInJSON() {
    #expect(
      TerminalText.safeJSON("{\n  \"a\": \"x\u{202E}\u{9B}é\u{7F}\"\n}")
        == "{\n  \"a\": \"x\\u202e\\u009bé\\u007f\"\n}")
  }
}
