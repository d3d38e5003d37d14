<?xml version="1.0" encoding="UTF-8"?>
<!-- Written for the cases documentation.*; it lies over the stylesheet of the server, and has templates of the same kinds. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
	<xsl:template match="@*|node()">
		<xsl:copy>
			<xsl:for-each select="@*|node()">
				<xsl:sort select="@tech"/>
				<xsl:apply-templates select="."/>
			</xsl:for-each>
		</xsl:copy>
	</xsl:template>
	<xsl:template match="channel_snapshot">
		<xsl:element name="parameter">
			<xsl:attribute name="name"><xsl:value-of select="concat(@prefix, 'Bird')"/></xsl:attribute>
		</xsl:element>
		<xsl:element name="parameter">
			<xsl:attribute name="name">
				<xsl:value-of select="concat(@prefix,'Song')"/>
			</xsl:attribute>
			<para>What <xsl:value-of select="concat(@prefix, 'Bird')"/> sings at dawn</para>
			<enumlist>
				<enum name="Trill"/>
				<enum name="Long note"/>
			</enumlist>
		</xsl:element>
	</xsl:template>
	<xsl:template match="bridge_snapshot">
		<xsl:element name="parameter">
			<xsl:attribute name="required">false</xsl:attribute>
			<xsl:attribute name="name"><xsl:value-of select="concat(@prefix, 'Nest')"/></xsl:attribute>
			<para>Where they live.</para>
		</xsl:element>
	</xsl:template>
	<xsl:template match="configOptionToEnum">
		<xsl:for-each select="configOption">
			<xsl:element name="enum">
				<xsl:attribute name="name"><xsl:value-of select="@name"/></xsl:attribute>
				<xsl:element name="para"><xsl:value-of select="synopsis"/></xsl:element>
			</xsl:element>
		</xsl:for-each>
	</xsl:template>
</xsl:stylesheet>
