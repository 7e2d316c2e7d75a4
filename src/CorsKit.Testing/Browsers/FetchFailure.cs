namespace CorsKit.Testing;

/// <summary>Why a page got nothing. Whether it was a preflight, the last exchange tells (<see cref="FetchExchange.IsPreflight"/>).</summary>
public enum FetchFailure
{
    /// <summary><c>fetch()</c> itself refused the arguments; nothing was sent.</summary>
    InvalidRequest,

    /// <summary>No answer: connection refused, name not found, broken off, a redirect that leads nowhere.</summary>
    Network,

    /// <summary>No <c>Access-Control-Allow-Origin</c>.</summary>
    MissingAllowOrigin,

    /// <summary>More than one value in <c>Access-Control-Allow-Origin</c>, be it in one line or in several.</summary>
    MultipleAllowOrigin,

    /// <summary>A value in <c>Access-Control-Allow-Origin</c> that is no origin.</summary>
    InvalidAllowOrigin,

    /// <summary><c>Access-Control-Allow-Origin</c> names another origin.</summary>
    AllowOriginMismatch,

    /// <summary><c>Access-Control-Allow-Origin: *</c> for a request with credentials.</summary>
    WildcardOriginWithCredentials,

    /// <summary>No <c>Access-Control-Allow-Credentials: true</c> for a request with credentials.</summary>
    CredentialsNotAllowed,

    /// <summary>The preflight's status is not 200 to 299.</summary>
    PreflightStatus,

    /// <summary>The preflight was redirected.</summary>
    PreflightRedirect,

    /// <summary>The preflight's <c>Access-Control-Allow-Methods</c> is no list of methods.</summary>
    InvalidAllowMethods,

    /// <summary>The preflight's <c>Access-Control-Allow-Headers</c> is no list of names.</summary>
    InvalidAllowHeaders,

    /// <summary>The preflight does not allow the method.</summary>
    MethodNotAllowed,

    /// <summary>The preflight does not allow a header.</summary>
    HeaderNotAllowed,

    /// <summary>Redirected to an address with a user name or password.</summary>
    RedirectWithUserInfo,

    /// <summary>Redirected to something that is neither http nor https.</summary>
    RedirectScheme,

    /// <summary>Redirected more than 20 times.</summary>
    TooManyRedirects,

    /// <summary>The page set <c>redirect: 'error'</c>, and the response is a redirect.</summary>
    RedirectNotAllowed,

    /// <summary>The mode that the page set does not let it ask another origin: <c>same-origin</c>, or <c>no-cors</c> without <c>redirect: 'follow'</c>.</summary>
    ModeNotAllowed,

    /// <summary><c>Cross-Origin-Resource-Policy: same-origin</c> keeps the response from a page of another origin that asked in <c>no-cors</c> mode.</summary>
    ResourcePolicyNotAllowed,
}
