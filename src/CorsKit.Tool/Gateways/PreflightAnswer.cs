using CorsKit.Headers;
using CorsKit.Testing.Browsers;

namespace CorsKit.Tool.Gateways;

/// <summary>What the answer to a preflight allows, held against what pages send: the rules of <c>Browser</c> on what the template tells.</summary>
internal sealed class PreflightAnswer
{
    private readonly CorsConfiguration _cors;
    private readonly PreflightGrant _grant;

    /// <param name="cors">The answer; a list that is null is not sent.</param>
    public PreflightAnswer(CorsConfiguration cors)
    {
        _cors = cors;
        WithCredentials = cors.AllowCredentials is { IsTrue: true };
        _grant = new PreflightGrant(cors.AllowMethods?.Texts ?? [], cors.AllowHeaders?.Texts ?? [], WithCredentials, null);
    }

    /// <summary>Whether pages send credentials, where no list has a wildcard.</summary>
    public bool WithCredentials { get; }

    /// <summary>Whether the method is refused; not where a part of the list is known to the deployment only, or any method may come.</summary>
    public bool Refuses(string method) =>
        !IsUnknown(_cors.AllowMethods) && method != RestMethod.Any && _grant.Refusal(method, [], !WithCredentials, coversAuthorization: true) is not null;

    /// <summary>Whether the header is refused by every engine.</summary>
    public bool Refuses(RequestHeader header) => !IsUnknown(_cors.AllowHeaders) && _grant.Refusal("GET", [header.Name], !WithCredentials, coversAuthorization: true) is not null;

    /// <summary>Whether only the wildcard covers the header, which the standard does not let it (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).</summary>
    public bool CoversByWildcardOnly(RequestHeader header) =>
        !IsUnknown(_cors.AllowHeaders) && !Refuses(header) && _grant.Refusal("GET", [header.Name], !WithCredentials, coversAuthorization: false) is not null;

    /// <summary>Also where another rule has the cause: a list that no browser can read, a wildcard beside credentials.</summary>
    private bool IsUnknown(ListSetting? list) =>
        list is not null && (!list.IsComplete || !list.Texts.All(item => HttpToken.IsToken(item) && !item.Contains('\'')) || (WithCredentials && list.Has("*")));
}
