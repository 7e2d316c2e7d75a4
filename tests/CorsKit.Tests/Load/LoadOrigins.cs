using System.Globalization;

namespace CorsKit.Tests.Load;

/// <summary>The tenants of a load and the origins that belong to them. A tenant with an even number has a policy of its own; those of the others are in a store.</summary>
internal static class LoadOrigins
{
    public const int Apps = 8;
    public const int Pages = 4;
    public const int PageGroups = 5;
    public const int Consoles = 4;

    /// <summary>The default policy applies.</summary>
    public const int NoTenant = -1;

    /// <summary>Selected, and no policy has the name: everything is refused.</summary>
    public const int UnknownTenant = -2;

    /// <summary>The selection throws: everything is refused.</summary>
    public const int FailingTenant = -3;

    public const int MostTenants = 200;

    private static readonly Dictionary<string, (int Tenant, int App)> AppsByOrigin = new(
        from tenant in Enumerable.Range(0, MostTenants) from app in Enumerable.Range(0, Apps) select KeyValuePair.Create(App(tenant, app), (tenant, app)));

    public static bool IsStored(int tenant) => tenant > 0 && tenant % 2 == 1;

    /// <summary>The value of X-Tenant.</summary>
    public static string? Name(int tenant) => tenant switch
    {
        NoTenant => null,
        UnknownTenant => "nobody",
        FailingTenant => "throws",
        _ => $"tenant-{tenant}",
    };

    /// <summary>The tenant of a value of X-Tenant that is one's name.</summary>
    public static int Number(string name) => int.Parse(name.AsSpan("tenant-".Length), CultureInfo.InvariantCulture);

    /// <summary>Whose app it is, and which; null where it is none of those in the store.</summary>
    public static (int Tenant, int App)? Find(string origin) => AppsByOrigin.TryGetValue(origin, out var app) ? app : null;

    public static string App(int tenant, int app) => $"https://app-{app}.tenant-{tenant}.example";

    public static string Page(int tenant, int group, int page) => $"https://p{page}.pages-{group}.tenant-{tenant}.example";

    public static string PagePattern(int tenant, int group) => $"https://*.pages-{group}.tenant-{tenant}.example";

    public static string Console(int console) => $"https://console-{console}.example";

    /// <summary>The same number for the same three, and no pattern that a test would hit upon.</summary>
    public static uint Draw(int a, int b, int c)
    {
        var mixed = unchecked(((uint)a * 0x9E3779B1) ^ ((uint)b * 0x85EBCA77) ^ ((uint)c * 0xC2B2AE3D));
        mixed = unchecked((mixed ^ (mixed >> 15)) * 0x2C1B3C6D);
        return mixed ^ (mixed >> 12);
    }
}
