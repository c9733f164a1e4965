/// The version of this program and of the compiler that made it.
public enum AssayVersion {
  public static let current = "0.1.0"

  static let swift: String = {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()
}
