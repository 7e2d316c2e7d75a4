namespace CorsKit.Origins;

/// <summary>Which part of an origin a pattern leaves open, besides the port.</summary>
internal enum PatternKind
{
    /// <summary>None: <c>http://localhost:*</c>.</summary>
    Host,

    /// <summary>One or more labels, at a label boundary: <c>https://*.example.com</c>.</summary>
    Subdomains,

    /// <summary>One or more characters of the leftmost label, beside fixed text: <c>https://pr-*.example.com</c>.</summary>
    Label,

    /// <summary>Everything but the scheme: <c>https://*</c>.</summary>
    Scheme,
}
