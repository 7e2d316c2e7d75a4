namespace CorsKit.Configuration;

/// <summary>The settings of a policy, one row each: whatever treats all of them alike goes by this table.</summary>
/// <param name="Name">As in the section and in messages.</param>
/// <param name="Kind">How it is written in a section.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Writes it.</param>
internal sealed record PolicySetting(
    string Name, PolicySettingKind Kind, Func<GatewayCorsPolicySettings, object?> Get, Action<GatewayCorsPolicySettings, object?> Set)
{
    public static readonly PolicySetting[] All =
    [
        List(nameof(GatewayCorsPolicySettings.AllowOrigins), static s => s.AllowOrigins, static (s, list) => s.AllowOrigins = list),
        List(nameof(GatewayCorsPolicySettings.AllowMethods), static s => s.AllowMethods, static (s, list) => s.AllowMethods = list),
        List(nameof(GatewayCorsPolicySettings.AllowHeaders), static s => s.AllowHeaders, static (s, list) => s.AllowHeaders = list),
        List(nameof(GatewayCorsPolicySettings.ExposeHeaders), static s => s.ExposeHeaders, static (s, list) => s.ExposeHeaders = list),
        Switch(nameof(GatewayCorsPolicySettings.AllowCredentials), static s => s.AllowCredentials, static (s, on) => s.AllowCredentials = on),
        new(nameof(GatewayCorsPolicySettings.MaxAge), PolicySettingKind.Number, static s => s.MaxAge, static (s, value) => s.MaxAge = (int?)value),
        Switch(nameof(GatewayCorsPolicySettings.DangerouslyAllowInsecureOrigins),
            static s => s.DangerouslyAllowInsecureOrigins, static (s, on) => s.DangerouslyAllowInsecureOrigins = on),
        Switch(nameof(GatewayCorsPolicySettings.DangerouslyAllowPublicSuffixes),
            static s => s.DangerouslyAllowPublicSuffixes, static (s, on) => s.DangerouslyAllowPublicSuffixes = on),
    ];

    /// <summary>Whether both policies have the same settings, in the same order.</summary>
    public static bool AreSame(GatewayCorsPolicySettings left, GatewayCorsPolicySettings right) =>
        Array.TrueForAll(All, setting => IsSame(setting.Get(left), setting.Get(right)));

    private static bool IsSame(object? left, object? right)
    {
        if (left is not IList<string> items || right is not IList<string> others)
        {
            return Equals(left, right);
        }

        for (var i = 0; i < items.Count && i < others.Count; i++)
        {
            if (items[i] != others[i])
            {
                return false;
            }
        }

        return items.Count == others.Count;
    }

    private static PolicySetting List(string name, Func<GatewayCorsPolicySettings, IList<string>> get, Action<GatewayCorsPolicySettings, IList<string>> set) =>
        new(name, PolicySettingKind.List, get, (settings, value) => set(settings, (IList<string>)value!));

    private static PolicySetting Switch(string name, Func<GatewayCorsPolicySettings, bool> get, Action<GatewayCorsPolicySettings, bool> set) =>
        new(name, PolicySettingKind.Switch, settings => get(settings), (settings, value) => set(settings, (bool)value!));
}

/// <summary>How a setting is written.</summary>
internal enum PolicySettingKind
{
    /// <summary>Strings: an array, or one string with commas.</summary>
    List,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>A whole number, or null.</summary>
    Number,
}
