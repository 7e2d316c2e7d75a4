namespace CorsKit.Testing;

/// <summary>The format of the event that an HTTP API hands to a function.</summary>
public enum PayloadFormatVersion
{
    /// <summary>2.0: lower-case header names, several values joined, cookies apart.</summary>
    V2,

    /// <summary>1.0: that of REST APIs.</summary>
    V1,
}
