namespace CorsKit.Tool.Rules;

/// <summary>How bad a finding is; in order, so that --fail-on can compare.</summary>
internal enum Level
{
    /// <summary>Worth knowing: something could not be seen, or bites only some.</summary>
    Note,

    /// <summary>Breaks CORS in some circumstances, or hides what is wrong.</summary>
    Warning,

    /// <summary>Breaks CORS.</summary>
    Error,
}
