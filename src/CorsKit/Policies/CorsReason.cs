namespace CorsKit;

/// <summary>Why a verdict is what it is: a closed set, fit for logs and metrics.</summary>
public enum CorsReason
{
    /// <summary>The policy allows what was asked.</summary>
    Allowed,

    /// <summary>The request carries no Origin: nobody asks for CORS.</summary>
    NoOrigin,

    /// <summary>The origin is <c>null</c>, which any site can make a browser send; it is never allowed by name.</summary>
    OriginIsNull,

    /// <summary>The Origin header is nothing a browser sends.</summary>
    OriginMalformed,

    /// <summary>No item of AllowOrigins matches the origin.</summary>
    OriginNotAllowed,

    /// <summary>The request carries several Origin values; a browser sends one.</summary>
    SeveralOrigins,

    /// <summary>AllowMethods lacks the requested method.</summary>
    MethodNotAllowed,

    /// <summary>AllowHeaders lacks a requested header.</summary>
    HeaderNotAllowed,

    /// <summary>The endpoint, or the policy it names, allows no cross-origin use.</summary>
    Disabled,

    /// <summary>No item of AllowOrigins matches the origin, and the policy's source could not be asked.</summary>
    OriginUnverified,
}
