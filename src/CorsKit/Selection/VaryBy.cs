using CorsKit.Diagnostics;
using CorsKit.Headers;

namespace CorsKit;

/// <summary>
/// Declares what of a request is read, so that <c>Vary</c> names it
/// (https://www.rfc-editor.org/rfc/rfc9110#field.vary) and that preflights, which lack most of it, are provided for.
/// </summary>
public sealed class VaryBy
{
    private readonly List<string> _headers = [];
    private string? _vary;

    internal VaryBy()
    {
    }

    internal List<PolicyProblem> Problems { get; } = [];

    internal bool AsksAuthorizer { get; private set; }

    /// <summary>The first thing that is read and that no preflight carries, or null.</summary>
    internal string? MissingOnPreflights { get; private set; }

    /// <summary>What Vary must name besides, or null.</summary>
    internal string? Vary => _headers.Count > 0 ? _vary ??= string.Join(", ", _headers) : null;

    /// <summary>The callback that writes it, made by whoever writes responses.</summary>
    internal Func<object, Task>? WriteVary { get; set; }

    /// <summary>Declares a request header.</summary>
    /// <param name="name">Its name; case does not count.</param>
    /// <param name="onPreflights">
    /// Whether preflights carry it too: true for what a distribution or a proxy adds to every request, false for what pages
    /// set. Credentials are on no preflight.
    /// </param>
    /// <returns>The same declaration.</returns>
    public VaryBy Header(string name, bool onPreflights = false)
    {
        if (!HttpToken.IsToken(name ?? ""))
        {
            Problems.Add(new PolicyProblem(ProblemCode.HeaderSyntax, nameof(Header), name ?? "",
                "A header name is a token (RFC 9110, section 5.1)", "Write the name alone, for example \"x-tenant\"."));
            return this;
        }

        Add(name!);
        if (!onPreflights || IsCredential(name!))
        {
            MissingOnPreflights ??= $"the header {name}";
        }

        return this;
    }

    /// <summary>Declares that the front door's authorizer is asked (<see cref="CorsRequest.AuthorizerValue"/>).</summary>
    /// <param name="identitySources">
    /// The request headers that the authorizer knows the caller by, for Vary. Default: Authorization.
    /// </param>
    /// <returns>The same declaration.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="identitySources"/> is null.</exception>
    public VaryBy Authorizer(params IEnumerable<string> identitySources)
    {
        ArgumentNullException.ThrowIfNull(identitySources);
        AsksAuthorizer = true;
        MissingOnPreflights ??= "the authorizer's context";
        var isNamed = false;
        foreach (var name in identitySources)
        {
            isNamed = true;
            Header(name);
        }

        return isNamed ? this : Header("Authorization");
    }

    internal bool HasHeader(string name) => _headers.Exists(header => header.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsCredential(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private void Add(string name)
    {
        if (!HasHeader(name))
        {
            _headers.Add(name);
            _vary = null;
            WriteVary = null;
        }
    }
}
