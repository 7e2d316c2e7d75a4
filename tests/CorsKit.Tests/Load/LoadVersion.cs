using System.Globalization;

namespace CorsKit.Tests.Load;

/// <summary>
/// One version of the configuration, as settings and as what they mean: a set of origins for each tenant, and values that name the version, so that a
/// response with parts of two versions is seen. Of CorsKit it uses nothing but the names of settings.
/// </summary>
internal sealed class LoadVersion
{
    public const string StoredPolicy = "stored";
    private const string Vary = "X-Tenant, Origin";

    private readonly Dictionary<int, HashSet<string>> _listed = [];
    private readonly HashSet<string> _consoles;
    private readonly int _tenants;

    public LoadVersion(int number, int tenants)
    {
        (Number, _tenants) = (number, tenants);
        _consoles = [ConsoleOrigin];
        foreach (var tenant in ListedTenants)
        {
            _listed[tenant] = [.. Apps(tenant), .. Enumerable.Range(0, LoadOrigins.Pages).Select(page => LoadOrigins.Page(tenant, Group(tenant), page))];
        }
    }

    public int Number { get; }

    /// <summary>Switched off now and then: everything is passed on then, and nothing is written.</summary>
    public bool IsEnabled => Number % 11 != 5;

    public string Method => $"VERSION-{Number}";

    public string RequestHeader => $"x-in-{Number}";

    public string ExposedHeader => $"x-out-{Number}";

    public int MaxAge => Number % 86400;

    public string ConsoleOrigin => LoadOrigins.Console(Number % LoadOrigins.Consoles);

    /// <summary>The policy of tenants whose origins lie in a store.</summary>
    public bool StoredHasCredentials => HasCredentials(1);

    private IEnumerable<int> ListedTenants => Enumerable.Range(0, _tenants).Where(tenant => !LoadOrigins.IsStored(tenant)).Append(LoadOrigins.NoTenant);

    /// <summary>How long the answers of the store hold: without a lifetime, every request asks.</summary>
    public static TimeSpan LifetimeOf(int number) => number % 3 == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(5);

    /// <summary>The section of the tenants that have a policy of their own there; the same keys in each version.</summary>
    public (string Key, string? Value)[] Settings() =>
    [
        ("Load:Version", $"{Number}"),
        ("GatewayCors:Enabled", IsEnabled ? "true" : "false"),
        .. ListedTenants.SelectMany(tenant => Policy(tenant).Select(setting => (Path(tenant) + setting.Key, (string?)setting.Value))),
    ];

    /// <summary>A change that is refused as a whole: it has a problem, whatever else it says.</summary>
    public (string Key, string? Value)[] BadSettings() => [.. Settings(), (Path(LoadOrigins.NoTenant) + "AllowOrigins", "https://bad.example/")];

    /// <summary>The right answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isStored">Whether the store lets the origin in at its tenant; only called where it must be asked.</param>
    public string Answer(LoadRequest request, Func<bool> isStored)
    {
        if (!IsEnabled)
        {
            return request.Path == LoadRequest.OwnPath ? Text(request.PassedOn, origin: LoadRequest.OwnOrigin, expose: LoadRequest.OwnHeader) : Text(request.PassedOn);
        }

        var isAllowed = request.Origins is [var only] && (OriginsOf(request.Tenant).Contains(only) || (MustAsk(request) && isStored()));
        var origin = isAllowed ? request.Origins[0] : null;
        var credentials = isAllowed && HasCredentials(LoadOrigins.IsStored(request.Tenant) ? 1 : request.Tenant) ? "true" : null;
        return !request.IsPreflight ? Text(request.PassedOn, credentials, origin: origin, expose: isAllowed ? ExposedHeader : null, vary: Vary)
            : isAllowed ? Text(204, credentials, RequestHeader, Method, origin, maxAge: MaxAge.ToString(CultureInfo.InvariantCulture), vary: Vary)
            : Text(403, vary: Vary);
    }

    /// <summary>A status and headers as answers are compared: those of CORS, by name, and nothing more.</summary>
    public static string Text(int status, params (string Name, string Value)[] headers)
    {
        Array.Sort(headers, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}").Prepend($"{status}"));
    }

    private static string Text(
        int status, string? credentials = null, string? headers = null, string? methods = null, string? origin = null, string? expose = null, string? maxAge = null, string? vary = null)
    {
        var given = new List<(string, string)>();
        foreach (var (name, value) in new[]
        {
            ("access-control-allow-credentials", credentials), ("access-control-allow-headers", headers), ("access-control-allow-methods", methods),
            ("access-control-allow-origin", origin), ("access-control-expose-headers", expose), ("access-control-max-age", maxAge), ("vary", vary),
        })
        {
            if (value is not null)
            {
                given.Add((name, value));
            }
        }

        return Text(status, [.. given]);
    }

    private HashSet<string> OriginsOf(int tenant) => LoadOrigins.IsStored(tenant) ? _consoles : _listed.GetValueOrDefault(tenant) ?? [];

    private static bool MustAsk(LoadRequest request) => LoadOrigins.IsStored(request.Tenant) && request.HasWellFormedOrigin;

    private bool HasCredentials(int tenant) => (Number + tenant) % 3 == 0;

    private int Group(int tenant) => (Number + tenant + 1) % LoadOrigins.PageGroups;

    private IEnumerable<string> Apps(int tenant) =>
        Enumerable.Range(0, LoadOrigins.Apps).Where(app => app == Number % LoadOrigins.Apps || LoadOrigins.Draw(tenant, Number, app) % 2 == 0).Select(app => LoadOrigins.App(tenant, app));

    private static string Path(int tenant) => tenant == LoadOrigins.NoTenant ? "GatewayCors:" : $"GatewayCors:Policies:{LoadOrigins.Name(tenant)}:";

    private (string Key, string Value)[] Policy(int tenant) =>
    [
        ("AllowOrigins", string.Join(',', Apps(tenant).Append(LoadOrigins.PagePattern(tenant, Group(tenant))))),
        ("AllowMethods", Method),
        ("AllowHeaders", RequestHeader),
        ("ExposeHeaders", ExposedHeader),
        ("MaxAge", $"{MaxAge}"),
        ("AllowCredentials", HasCredentials(tenant) ? "true" : "false"),
    ];
}

/// <summary>The versions of a load, of which the last ones are kept.</summary>
internal sealed class LoadVersions(int tenants)
{
    private readonly LoadVersion?[] _last = new LoadVersion?[64];

    public LoadVersion this[int number]
    {
        get
        {
            ref var last = ref _last[number % _last.Length];
            return last is { } known && known.Number == number ? known : last = new LoadVersion(number, tenants);
        }
    }
}
