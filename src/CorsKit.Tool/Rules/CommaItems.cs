using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules;

/// <summary>Items of a list that hold several values.</summary>
internal static class CommaItems
{
    public static IEnumerable<Fault> Find(CorsConfiguration? cors, string resource) =>
        from list in (ListSetting?[])[cors?.AllowOrigins, cors?.AllowMethods, cors?.AllowHeaders, cors?.ExposeHeaders]
        where list is not null
        from item in list.Items
        where item.Text?.Contains(',') == true
        select new Fault(item.Location, resource, $"\"{item.Text}\" is one item, and is taken for one value.");
}
