namespace CorsKit.Sources;

/// <summary>What is known of an origin after a source was asked or remembered.</summary>
internal enum OriginFinding
{
    Refused,
    Allowed,

    /// <summary>The source failed, and there is no last good answer that still counts.</summary>
    Unverified,
}
